package dev.duet.deploy.rights.postgres;

import dev.duet.schemas.TableName;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The sequences that an insert by Duet draws from: those behind the defaults of columns that
/// nobody maps. Stateless.
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

    private DefaultSequences() {}

    /// @param mapped the columns of the table that somebody maps
    public static List<TableName> of(Connection connection, TableName table, List<String> mapped)
            throws SQLException {
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
}
