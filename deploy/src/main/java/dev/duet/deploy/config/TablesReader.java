package dev.duet.deploy.config;

import dev.duet.schemas.TableName;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the `tables` of an entity.
final class TablesReader {
    private static final String MEND =
            "write <table> or <schema>.<table>, as the database stores the names, without quotes";

    private final PerSystem perSystem;
    private final Reading reading;

    TablesReader(PerSystem perSystem, Reading reading) {
        this.perSystem = perSystem;
        this.reading = reading;
    }

    /// The tables that are right, by system.
    Map<String, TableName> read(Located tables) {
        Map<String, TableName> names = new LinkedHashMap<>();
        Map<String, Located> values =
                perSystem.read(tables, "the entity", "table", Keys.SYSTEMS_ONLY).values();
        for (Side side : perSystem.sides()) {
            Optional<TableName> name =
                    Optional.ofNullable(values.get(side.name()))
                            .flatMap(value -> table(side, value));
            name.ifPresent(table -> names.put(side.name(), table));
        }
        return names;
    }

    /// One table of a system.
    Optional<TableName> table(Side side, Located value) {
        Optional<String> text = reading.text(value, MEND);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int dot = text.get().indexOf('.');
        Optional<String> schema =
                dot < 0 ? side.defaultSchema() : Optional.of(text.get().substring(0, dot));
        String table = text.get().substring(dot + 1);
        Optional<String> refusal = schema.flatMap(side::refusal).or(() -> side.refusal(table));
        if (refusal.isPresent()) {
            reading.wrong(
                    value, "a name in " + value.node().description() + " " + refusal.get(), MEND);
            return Optional.empty();
        }
        if (schema.isEmpty() || side.kind().isEmpty()) {
            return Optional.empty(); // the system is wrong, which has been noted there
        }
        if (side.kind().get().isReservedSchema(schema.get())) {
            reading.wrong(
                    value,
                    Shown.value(schema.get()) + " belongs to the database itself or to Duet",
                    "name a table of your own");
            return Optional.empty();
        }
        TableName name = new TableName(schema.get(), table);
        reading.inForce(value, name.toString());
        return Optional.of(name);
    }
}
