package dev.duet.deploy.init.postgres;

import dev.duet.deploy.rights.postgres.DefaultSequences;
import dev.duet.schemas.TableName;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What only the database knows of the mapped tables.
public interface PostgresTables {
    /// The table and, where it is partitioned, its partitions.
    List<TableName> withPartitions(TableName table) throws SQLException;

    /// The sequences that inserts by Duet draw from.
    Set<TableName> sequences(DuetConfig config, SystemConfig system) throws SQLException;

    /// As far as the file tells.
    static PostgresTables ofFile() {
        return new PostgresTables() {
            @Override
            public List<TableName> withPartitions(TableName table) {
                return List.of(table);
            }

            @Override
            public Set<TableName> sequences(DuetConfig config, SystemConfig system) {
                return Set.of();
            }
        };
    }

    static PostgresTables ofDatabase(Connection connection) {
        return new PostgresTables() {
            @Override
            public List<TableName> withPartitions(TableName table) throws SQLException {
                return PostgresTables.partitions(connection, table);
            }

            @Override
            public Set<TableName> sequences(DuetConfig config, SystemConfig system)
                    throws SQLException {
                return DefaultSequences.of(connection, config, system);
            }
        };
    }

    private static List<TableName> partitions(Connection connection, TableName table)
            throws SQLException {
        String sql =
                """
                SELECT n.nspname, c.relname
                FROM pg_catalog.pg_class top
                JOIN pg_catalog.pg_namespace tn ON tn.oid = top.relnamespace
                CROSS JOIN LATERAL (SELECT top.oid UNION SELECT relid FROM pg_partition_tree(top.oid::regclass)) t(id)
                JOIN pg_catalog.pg_class c ON c.oid = t.id
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE tn.nspname = ? AND top.relname = ?
                ORDER BY c.oid <> top.oid, 1, 2
                """;
        var tables = new ArrayList<TableName>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, table.schema());
            query.setString(2, table.name());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    tables.add(new TableName(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return tables;
    }
}
