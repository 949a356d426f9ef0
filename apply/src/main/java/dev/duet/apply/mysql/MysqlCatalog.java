package dev.duet.apply.mysql;

import dev.duet.apply.Catalog;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.Table.ForeignKey;
import dev.duet.schemas.catalog.Table.UniqueKey;
import dev.duet.schemas.catalog.TableColumn;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads MySQL's `information_schema`, which shows each user what it has rights on. Stateless.
///
/// Views are no tables here: they have no rows in the log.
public final class MysqlCatalog implements Catalog {
    /// The names as they are stored: with `lower_case_table_names` other spellings find the table
    /// too.
    private static final String TABLE =
            """
            SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND TABLE_TYPE = 'BASE TABLE'
            """;

    private static final String ROWS =
            """
            SELECT TABLE_ROWS FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
            """;

    private static final String COLUMNS =
            """
            SELECT COLUMN_NAME,
                   CONCAT(COLUMN_TYPE,
                          CASE WHEN CHARACTER_SET_NAME IS NULL OR CHARACTER_SET_NAME = 'utf8mb4' THEN ''
                               ELSE CONCAT(' character set ', CHARACTER_SET_NAME) END,
                          CASE WHEN SRS_ID IS NULL THEN '' ELSE CONCAT(' srid ', SRS_ID) END) AS TYPE,
                   IS_NULLABLE = 'YES' AS NULLABLE, COLUMN_DEFAULT, EXTRA, COLLATION_NAME,
                   GENERATION_EXPRESSION <> '' AS IS_GENERATED
            FROM information_schema.COLUMNS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
            ORDER BY ORDINAL_POSITION
            """;

    private static final String KEYS =
            """
            SELECT INDEX_NAME, COLUMN_NAME, SUB_PART IS NOT NULL OR EXPRESSION IS NOT NULL AS COMPUTED
            FROM information_schema.STATISTICS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0
            ORDER BY INDEX_NAME, SEQ_IN_INDEX
            """;

    private static final String FOREIGN_KEYS =
            """
            SELECT k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME,
                   k.REFERENCED_COLUMN_NAME, r.DELETE_RULE, r.UPDATE_RULE
            FROM information_schema.KEY_COLUMN_USAGE k
            JOIN information_schema.REFERENTIAL_CONSTRAINTS r
              ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
             AND r.TABLE_NAME = k.TABLE_NAME
            WHERE k.TABLE_SCHEMA = ? AND k.TABLE_NAME = ? AND k.REFERENCED_TABLE_NAME IS NOT NULL
            ORDER BY k.CONSTRAINT_NAME, k.ORDINAL_POSITION
            """;

    private static final String TRIGGERS =
            """
            SELECT TRIGGER_NAME FROM information_schema.TRIGGERS
            WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ?
            ORDER BY TRIGGER_NAME
            """;

    @Override
    public Optional<Table> table(Connection connection, TableName name) throws SQLException {
        Optional<TableName> found = find(connection, name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        TableName stored = found.get();
        Map<String, UniqueKey> keys = keys(connection, stored);
        UniqueKey primary = keys.remove("PRIMARY");
        return Optional.of(
                new Table(
                        stored,
                        columns(connection, stored),
                        primary == null ? List.of() : primary.columns(),
                        List.copyOf(keys.values()),
                        foreignKeys(connection, stored),
                        triggers(connection, stored)));
    }

    @Override
    public long rows(Connection connection, TableName name) throws SQLException {
        try (PreparedStatement query = about(connection, ROWS, name);
                ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static Optional<TableName> find(Connection connection, TableName name)
            throws SQLException {
        try (PreparedStatement query = about(connection, TABLE, name);
                ResultSet rows = query.executeQuery()) {
            return rows.next()
                    ? Optional.of(new TableName(rows.getString(1), rows.getString(2)))
                    : Optional.empty();
        }
    }

    private static List<TableColumn> columns(Connection connection, TableName name)
            throws SQLException {
        var columns = new ArrayList<TableColumn>();
        try (PreparedStatement query = about(connection, COLUMNS, name);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String extra = rows.getString("EXTRA").toLowerCase(Locale.ROOT);
                columns.add(
                        new TableColumn(
                                rows.getString("COLUMN_NAME"),
                                rows.getString("TYPE"),
                                rows.getBoolean("NULLABLE"),
                                rows.getString("COLUMN_DEFAULT"),
                                rows.getBoolean("IS_GENERATED"),
                                extra.contains("auto_increment"),
                                extra.contains("on update"),
                                rows.getString("COLLATION_NAME")));
            }
        }
        return columns;
    }

    /// The primary key among them, named `PRIMARY` as always in MySQL.
    private static Map<String, UniqueKey> keys(Connection connection, TableName name)
            throws SQLException {
        var keys = new LinkedHashMap<String, UniqueKey>();
        try (PreparedStatement query = about(connection, KEYS, name);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String key = rows.getString("INDEX_NAME");
                boolean computed = rows.getBoolean("COMPUTED");
                List<String> columns =
                        computed ? List.of() : List.of(rows.getString("COLUMN_NAME"));
                keys.merge(key, new UniqueKey(key, columns, false, computed), MysqlCatalog::joined);
            }
        }
        return keys;
    }

    private static UniqueKey joined(UniqueKey first, UniqueKey more) {
        var columns = new ArrayList<>(first.columns());
        columns.addAll(more.columns());
        return new UniqueKey(first.name(), columns, false, first.computed() || more.computed());
    }

    private static List<ForeignKey> foreignKeys(Connection connection, TableName name)
            throws SQLException {
        var keys = new LinkedHashMap<String, ForeignKey>();
        try (PreparedStatement query = about(connection, FOREIGN_KEYS, name);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                var key =
                        new ForeignKey(
                                rows.getString("CONSTRAINT_NAME"),
                                List.of(rows.getString("COLUMN_NAME")),
                                new TableName(
                                        rows.getString("REFERENCED_TABLE_SCHEMA"),
                                        rows.getString("REFERENCED_TABLE_NAME")),
                                List.of(rows.getString("REFERENCED_COLUMN_NAME")),
                                rows.getString("DELETE_RULE"),
                                rows.getString("UPDATE_RULE"));
                keys.merge(key.name(), key, MysqlCatalog::joined);
            }
        }
        return List.copyOf(keys.values());
    }

    private static ForeignKey joined(ForeignKey first, ForeignKey more) {
        var columns = new ArrayList<>(first.columns());
        columns.addAll(more.columns());
        var targetColumns = new ArrayList<>(first.targetColumns());
        targetColumns.addAll(more.targetColumns());
        return new ForeignKey(
                first.name(),
                columns,
                first.target(),
                targetColumns,
                first.onDelete(),
                first.onUpdate());
    }

    private static List<String> triggers(Connection connection, TableName name)
            throws SQLException {
        var names = new ArrayList<String>();
        try (PreparedStatement query = about(connection, TRIGGERS, name);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static PreparedStatement about(Connection connection, String sql, TableName name)
            throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        try {
            query.setString(1, name.schema());
            query.setString(2, name.name());
            return query;
        } catch (SQLException e) {
            query.close();
            throw e;
        }
    }
}
