package dev.duet.bench;

import dev.duet.schemas.config.DatabaseKind;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// Writes changes into a source while Duet is stopped. Stateless.
///
/// To save time this is done without waiting for the disk; before anything is timed the durable
/// settings are back. What stands in the log is the same.
final class Backlog {
    private final Testbed testbed;

    Backlog(Testbed testbed) {
        this.testbed = testbed;
    }

    /// @param firstId the first of `rows` keys: fresh ones for inserts, existing ones for updates
    /// @param version which contents the rows get
    void write(String system, Variant variant, int firstId, int rows, int version)
            throws SQLException {
        ItemTable table = Testbed.table(system);
        try (Connection connection = testbed.open(system)) {
            hurry(connection, table.kind());
            try {
                switch (variant) {
                    case INSERTS_BY_100, INSERTS_BY_1 ->
                            insert(connection, table, variant, firstId, rows, version);
                    case UPDATES_BY_100 ->
                            update(connection, table, variant, firstId, rows, version);
                }
            } finally {
                durable(connection, table.kind());
            }
        }
    }

    private static void insert(
            Connection connection,
            ItemTable table,
            Variant variant,
            int firstId,
            int rows,
            int version)
            throws SQLException {
        connection.setAutoCommit(variant.rowsPerTransaction() == 1);
        try (PreparedStatement statement = connection.prepareStatement(table.insert())) {
            for (int done = 0; done < rows; done += variant.rowsPerTransaction()) {
                for (int i = 0; i < variant.rowsPerTransaction(); i++) {
                    Item.of(firstId + done + i, version).bind(statement);
                }
                statement.executeBatch();
                commit(connection);
            }
        }
        connection.setAutoCommit(true);
    }

    /// Each row once, in an order that jumps about.
    private static void update(
            Connection connection,
            ItemTable table,
            Variant variant,
            int firstId,
            int rows,
            int version)
            throws SQLException {
        connection.setAutoCommit(false);
        int stride = strideFor(rows);
        long at = 0;
        try (PreparedStatement statement = connection.prepareStatement(table.update())) {
            for (int done = 0; done < rows; done += variant.rowsPerTransaction()) {
                for (int i = 0; i < variant.rowsPerTransaction(); i++) {
                    at = (at + stride) % rows;
                    Item.of(firstId + Math.toIntExact(at), version).bindUpdate(statement);
                }
                statement.executeBatch();
                commit(connection);
            }
        }
        connection.setAutoCommit(true);
    }

    /// A step with which every number below `rows` is met once.
    private static int strideFor(int rows) {
        int stride = rows * 5 / 8 | 1;
        while (gcd(stride, rows) != 1) {
            stride += 2;
        }
        return stride;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static void commit(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private static void hurry(Connection connection, DatabaseKind kind) throws SQLException {
        switch (kind) {
            case POSTGRES -> execute(connection, "SET synchronous_commit = off");
            case MYSQL -> {
                execute(connection, "SET GLOBAL sync_binlog = 0");
                execute(connection, "SET GLOBAL innodb_flush_log_at_trx_commit = 2");
            }
        }
    }

    private static void durable(Connection connection, DatabaseKind kind) throws SQLException {
        connection.setAutoCommit(true);
        switch (kind) {
            case POSTGRES -> execute(connection, "SET synchronous_commit = on");
            case MYSQL -> {
                execute(connection, "SET GLOBAL innodb_flush_log_at_trx_commit = 1");
                execute(connection, "SET GLOBAL sync_binlog = 1");
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
