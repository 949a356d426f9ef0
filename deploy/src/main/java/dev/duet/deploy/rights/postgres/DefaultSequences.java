package dev.duet.deploy.rights.postgres;

import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.TableName;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The sequences that an insert by Duet draws from: those behind the defaults of columns that
/// nobody maps, and those of keys that each system makes up. Stateless.
public final class DefaultSequences {
    private static final String SEQUENCES =
            """
            SELECT DISTINCT sn.nspname, s.relname
            FROM pg_catalog.pg_attrdef d
            JOIN pg_catalog.pg_class c ON c.oid = d.adrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
            JOIN pg_catalog.pg_depend u
              ON u.classid = 'pg_catalog.pg_attrdef'::regclass AND u.objid = d.oid
             AND u.refclassid = 'pg_catalog.pg_class'::regclass
            JOIN pg_catalog.pg_class s ON s.oid = u.refobjid AND s.relkind = 'S'
            JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND a.attname <> ALL (?)
            ORDER BY 1, 2
            """;

    private static final String OF_KEY =
            """
            SELECT n.nspname, s.relname FROM pg_catalog.pg_class s
            JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
            WHERE s.oid = pg_get_serial_sequence(?, ?)::regclass
            """;

    private DefaultSequences() {}

    /// Each once.
    public static Set<TableName> of(Connection connection, DuetConfig config, SystemConfig system)
            throws SQLException {
        var sequences = new LinkedHashSet<TableName>();
        for (TableName table : config.tables(system.name()).keySet()) {
            sequences.addAll(
                    behindDefaults(connection, table, config.mappedColumns(system.name(), table)));
        }
        for (EntityConfig entity : config.entities()) {
            for (FieldConfig field : entity.key()) {
                if (entity.isCrosswalked(field)) {
                    sequences.addAll(
                            ofKey(
                                    connection,
                                    entity.table(system.name()),
                                    field.column(system.name()).orElseThrow()));
                }
            }
        }
        return sequences;
    }

    private static List<TableName> behindDefaults(
            Connection connection, TableName table, List<String> mapped) throws SQLException {
        var sequences = new ArrayList<TableName>();
        try (PreparedStatement query = connection.prepareStatement(SEQUENCES)) {
            Array columns = connection.createArrayOf("text", mapped.toArray());
            query.setString(1, table.schema());
            query.setString(2, table.name());
            query.setArray(3, columns);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    sequences.add(new TableName(rows.getString(1), rows.getString(2)));
                }
            }
            columns.free();
        }
        return sequences;
    }

    /// The one that a key is taken from before a row is inserted.
    private static List<TableName> ofKey(Connection connection, TableName table, String column)
            throws SQLException {
        var sequences = new ArrayList<TableName>();
        try (PreparedStatement query = connection.prepareStatement(OF_KEY)) {
            query.setString(1, SqlName.of(DatabaseKind.POSTGRES, table));
            query.setString(2, column);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    sequences.add(new TableName(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return sequences;
    }
}
