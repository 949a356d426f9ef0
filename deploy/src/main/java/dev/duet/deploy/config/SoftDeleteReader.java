package dev.duet.deploy.config;

import dev.duet.deploy.config.YamlNode.Scalar;
import dev.duet.schemas.config.SoftDeleteConfig;
import dev.duet.schemas.config.SoftDeleteConfig.Deleted;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads `soft-delete` of an entity: in which systems the rows of deleted records stay, and what
/// says so.
final class SoftDeleteReader {
    private static final String NOW = "now";

    private final PerSystem perSystem;
    private final Reading reading;

    SoftDeleteReader(PerSystem perSystem, Reading reading) {
        this.perSystem = perSystem;
        this.reading = reading;
    }

    /// Reads the name of a column that nothing else is mapped to.
    interface Claim {
        Optional<String> column(Side side, Located value);
    }

    Map<String, SoftDeleteConfig> read(Located group, Claim claim) {
        Map<String, SoftDeleteConfig> soft = new LinkedHashMap<>();
        Map<String, Located> said = perSystem.some(group, "write " + example());
        for (Side side : perSystem.sides()) {
            Located value = said.get(side.name());
            if (value != null) {
                read(side, value, claim)
                        .ifPresent(
                                found -> {
                                    reading.inForce(value, found.text());
                                    soft.put(side.name(), found);
                                });
            }
        }
        return soft;
    }

    private String example() {
        return "soft-delete: { %s: { column: <column>, live: null, deleted: now } }"
                .formatted(perSystem.second().map(Shown::key).orElse("<system>"));
    }

    private Optional<SoftDeleteConfig> read(Side side, Located value, Claim claim) {
        int before = reading.problems().count();
        Optional<Section> found = Section.of(value, Keys.SOFT_DELETE, reading);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Section section = found.get();
        Optional<String> column =
                section.require("column", "column: deleted_at")
                        .flatMap(named -> claim.column(side, named));
        Optional<Located> live = section.require("live", "live: null");
        Optional<Located> deleted = section.require("deleted", "deleted: now");
        if (live.isEmpty() || deleted.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> alive = value(live.get());
        Optional<String> gone = value(deleted.get());
        if (reading.problems().count() == before && alive.equals(gone)) {
            reading.wrong(
                    deleted.get(),
                    "a deleted record would look like one that is not",
                    "write another value than at 'live', or now");
        }
        if (column.isEmpty() || reading.problems().count() > before) {
            return Optional.empty();
        }
        Deleted mark = gone.equals(Optional.of(NOW)) ? new Deleted.Now() : new Deleted.Value(gone);
        return Optional.of(new SoftDeleteConfig(column.get(), alive, mark));
    }

    private Optional<String> value(Located value) {
        return value.node() instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NOTHING
                ? Optional.empty()
                : reading.asWritten(value, "write one value, or null");
    }
}
