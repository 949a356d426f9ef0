package dev.duet.deploy.config;

import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.SystemConfig;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `systems`: two of them, one of each kind.
final class SystemsReader {
    private static final String EXAMPLE =
            "write two systems, one of type postgres and one of type mysql, each with a name of"
                    + " yours";

    private final Reading reading;
    private final SystemReader systemReader;

    SystemsReader(Reading reading) {
        this.reading = reading;
        this.systemReader = new SystemReader(reading);
    }

    /// The systems in file order.
    ///
    /// @param sides what is known of each, right or wrong
    /// @param configs those that are right
    record Systems(List<Side> sides, List<SystemConfig> configs) {}

    Systems read(Section root) {
        List<Side> sides = new ArrayList<>();
        List<SystemConfig> configs = new ArrayList<>();
        Optional<Located> systems = root.require("systems", "systems: and below it " + EXAMPLE);
        Optional<Map<String, Located>> entries =
                systems.flatMap(located -> reading.entries(located, EXAMPLE));
        if (entries.isEmpty()) {
            return new Systems(sides, configs);
        }
        for (Located entry : entries.get().values()) {
            checkName(entry);
            SystemReader.Outcome outcome = systemReader.read(entry);
            sides.add(outcome.side());
            outcome.config().ifPresent(configs::add);
        }
        if (sides.size() == 2) {
            checkKinds(entries.get().values(), sides);
        } else {
            reading.missing(systems.get(), "two systems are needed, not " + sides.size(), EXAMPLE);
        }
        return new Systems(sides, configs);
    }

    private void checkName(Located system) {
        if (!SystemConfig.NAME.matcher(system.key()).matches()) {
            reading.missing(
                    system,
                    Shown.value(Shown.key(system.key())) + " is not a name for a system",
                    "use 1 to 31 of a-z, 0-9, _ and -, starting with a letter");
        } else if (Keys.FIELD_WORDS.contains(system.key())) {
            reading.missing(
                    system,
                    Shown.value(system.key()) + " is a word of Duet's own in the fields",
                    "give the system another name");
        }
    }

    private void checkKinds(Collection<Located> systems, List<Side> sides) {
        Optional<DatabaseKind> kind = sides.get(0).kind();
        if (kind.isPresent() && kind.equals(sides.get(1).kind())) {
            Located second = systems.stream().toList().get(1);
            reading.missing(
                    second,
                    "both systems are of type " + kind.get().word(),
                    "make one of them postgres and the other mysql");
        }
    }
}
