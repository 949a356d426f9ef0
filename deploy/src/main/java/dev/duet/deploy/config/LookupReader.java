package dev.duet.deploy.config;

import dev.duet.schemas.TableName;
import dev.duet.schemas.config.LookupConfig;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads `lookup` of a field: in which systems its column refers to a reference table.
final class LookupReader {
    private final PerSystem perSystem;
    private final Reading reading;
    private final TablesReader tables;

    LookupReader(PerSystem perSystem, Reading reading) {
        this.perSystem = perSystem;
        this.reading = reading;
        this.tables = new TablesReader(perSystem, reading);
    }

    Map<String, LookupConfig> read(Located group) {
        Map<String, LookupConfig> lookups = new LinkedHashMap<>();
        Map<String, Located> said = perSystem.some(group, "write " + example());
        for (Side side : perSystem.sides()) {
            Optional.ofNullable(said.get(side.name()))
                    .flatMap(value -> read(side, value))
                    .ifPresent(lookup -> lookups.put(side.name(), lookup));
        }
        return lookups;
    }

    private String example() {
        return "lookup: { %s: { table: <table>, key: <column>, value: <column> } }"
                .formatted(perSystem.second().map(Shown::key).orElse("<system>"));
    }

    private Optional<LookupConfig> read(Side side, Located value) {
        Optional<Section> found = Section.of(value, Keys.LOOKUP, reading);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Section section = found.get();
        Optional<TableName> table =
                section.require("table", "table: country").flatMap(it -> tables.table(side, it));
        Optional<String> key = section.require("key", "key: id").flatMap(it -> column(side, it));
        Optional<String> beside =
                section.require("value", "value: iso").flatMap(it -> column(side, it));
        Duration expire = section.duration("expire", LookupConfig.EXPIRE);
        if (key.isPresent() && key.equals(beside)) {
            section.find("value")
                    .ifPresent(
                            it ->
                                    reading.wrong(
                                            it,
                                            "it is the key itself, and there is nothing to look up",
                                            "name the column that holds what both systems know"));
            return Optional.empty();
        }
        return table.isPresent() && key.isPresent() && beside.isPresent()
                ? Optional.of(new LookupConfig(table.get(), key.get(), beside.get(), expire))
                : Optional.empty();
    }

    private Optional<String> column(Side side, Located value) {
        Optional<String> column = perSystem.column(side, value);
        column.ifPresent(name -> reading.inForce(value, name));
        return column;
    }
}
