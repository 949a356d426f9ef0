package dev.duet.deploy.check.postgres;

import dev.duet.deploy.check.Rows;
import dev.duet.deploy.check.Rows.Row;
import dev.duet.deploy.check.Structure;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.TableName;
import dev.duet.schemas.config.DatabaseKind;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// PostgreSQL's answers, from catalogs that every role may read. One thread.
public record PostgresStructure(Connection connection) implements Structure {
    /// A partition is no table of its own.
    private static final String RELATIONS =
            """
            SELECT c.relname, c.relkind IN ('r', 'p') AS is_table
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition ORDER BY 1
            """;

    private static final String TRIGGERS =
            """
            SELECT DISTINCT t.tgname, pg_get_triggerdef(t.oid) || ' ' || p.prosrc AS source
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_trigger t
              ON t.tgrelid IN (SELECT c.oid UNION SELECT relid FROM pg_partition_tree(c.oid::regclass))
            JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
            WHERE n.nspname = ? AND c.relname = ? AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
              AND t.tgparentid = 0
            ORDER BY 1
            """;

    private static final String REFERENCES =
            """
            SELECT k.conname, fn.nspname, f.relname, k.confdeltype::text
            FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_class c ON c.oid = k.confrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_class f ON f.oid = k.conrelid
            JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND k.contype = 'f' AND k.conparentid = 0
            ORDER BY 1
            """;

    private static final String CHECKS =
            """
            SELECT k.conname FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND k.contype = 'c' ORDER BY 1
            """;

    /// Straight from the sequence's own entry, so that other sequences' rights do not matter.
    private static final String SEQUENCE =
            """
            SELECT s.seqrelid::regclass::text AS name, s.seqincrement AS step,
                   coalesce(pg_sequence_last_value(s.seqrelid::regclass), s.seqstart) AS phase
            FROM pg_catalog.pg_sequence s WHERE s.seqrelid = pg_get_serial_sequence(?, ?)::regclass
            """;

    @Override
    public List<Relation> relations(String schema) throws SQLException {
        return Rows.of(connection, RELATIONS, schema).rows().stream()
                .map(row -> new Relation(row.text("relname"), row.is("is_table")))
                .toList();
    }

    @Override
    public List<Trigger> triggers(TableName table) throws SQLException {
        return Rows.of(connection, TRIGGERS, table.schema(), table.name()).rows().stream()
                .map(row -> new Trigger(row.text("tgname"), row.text("source")))
                .toList();
    }

    @Override
    public List<Reference> references(TableName table) throws SQLException {
        return Rows.of(connection, REFERENCES, table.schema(), table.name()).rows().stream()
                .map(PostgresStructure::reference)
                .toList();
    }

    private static Reference reference(Row row) {
        return new Reference(
                row.text("conname"),
                new TableName(row.text("nspname"), row.text("relname")),
                row.text("confdeltype").equals("c") ? "CASCADE" : "refused");
    }

    @Override
    public List<String> checkConstraints(TableName table) throws SQLException {
        return Rows.of(connection, CHECKS, table.schema(), table.name()).rows().stream()
                .map(row -> row.text("conname"))
                .toList();
    }

    @Override
    public Optional<Generator> generator(TableName table, String column) throws SQLException {
        return Rows.of(connection, SEQUENCE, SqlName.of(DatabaseKind.POSTGRES, table), column)
                .first()
                .map(
                        row ->
                                new Generator(
                                        row.text("name"), row.number("step"), row.number("phase")));
    }
}
