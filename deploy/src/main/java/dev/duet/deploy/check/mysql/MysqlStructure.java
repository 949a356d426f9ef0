package dev.duet.deploy.check.mysql;

import dev.duet.deploy.check.Rows;
import dev.duet.deploy.check.Structure;
import dev.duet.schemas.TableName;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// MySQL's answers: what the connection's user may see. One thread.
public record MysqlStructure(Connection connection) implements Structure {
    private static final String RELATIONS =
            """
            SELECT TABLE_NAME AS name, TABLE_TYPE = 'BASE TABLE' AS is_table
            FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY 1
            """;

    private static final String TRIGGERS =
            """
            SELECT TRIGGER_NAME AS name, ACTION_STATEMENT AS source FROM information_schema.TRIGGERS
            WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ? ORDER BY 1
            """;

    private static final String REFERENCES =
            """
            SELECT DISTINCT k.CONSTRAINT_NAME AS name, k.TABLE_SCHEMA AS from_schema, k.TABLE_NAME AS from_table,
                   r.DELETE_RULE AS action
            FROM information_schema.KEY_COLUMN_USAGE k
            JOIN information_schema.REFERENTIAL_CONSTRAINTS r
              ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
             AND r.TABLE_NAME = k.TABLE_NAME
            WHERE k.REFERENCED_TABLE_SCHEMA = ? AND k.REFERENCED_TABLE_NAME = ? ORDER BY 1
            """;

    private static final String CHECKS =
            """
            SELECT CONSTRAINT_NAME AS name FROM information_schema.TABLE_CONSTRAINTS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND CONSTRAINT_TYPE = 'CHECK' AND ENFORCED = 'YES' ORDER BY 1
            """;

    private static final String GENERATOR =
            "SELECT @@GLOBAL.auto_increment_increment AS step, @@GLOBAL.auto_increment_offset AS"
                    + " phase";

    @Override
    public List<Relation> relations(String schema) throws SQLException {
        return Rows.of(connection, RELATIONS, schema).rows().stream()
                .map(row -> new Relation(row.text("name"), row.is("is_table")))
                .toList();
    }

    @Override
    public List<Trigger> triggers(TableName table) throws SQLException {
        return Rows.of(connection, TRIGGERS, table.schema(), table.name()).rows().stream()
                .map(row -> new Trigger(row.text("name"), row.text("source")))
                .toList();
    }

    @Override
    public List<Reference> references(TableName table) throws SQLException {
        return Rows.of(connection, REFERENCES, table.schema(), table.name()).rows().stream()
                .map(
                        row ->
                                new Reference(
                                        row.text("name"),
                                        new TableName(
                                                row.text("from_schema"), row.text("from_table")),
                                        row.text("action")))
                .toList();
    }

    @Override
    public List<String> checkConstraints(TableName table) throws SQLException {
        return Rows.of(connection, CHECKS, table.schema(), table.name()).rows().stream()
                .map(row -> row.text("name"))
                .toList();
    }

    @Override
    public Optional<Generator> generator(TableName table, String column) throws SQLException {
        return Rows.of(connection, GENERATOR)
                .first()
                .map(row -> new Generator("", row.number("step"), row.number("phase")));
    }
}
