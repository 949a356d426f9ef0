package dev.duet.demo;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One session of a client on one of the two databases. One thread.
record Db(String name, Connection connection) implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    void run(String... statements) throws SQLException {
        for (String sql : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    /// Runs all of them in one transaction.
    void together(String... statements) throws SQLException {
        connection.setAutoCommit(false);
        try {
            run(statements);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /// The first column of the first row; empty when there is none or it is NULL.
    String one(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            @Nullable String value = rows.next() ? rows.getString(1) : null;
            return value == null ? "" : value;
        }
    }

    /// Every row as the texts of its columns, joined.
    List<String> rows(String sql) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i == 1 ? "" : " | ").append(rows.getString(i));
                }
                all.add(row.toString());
            }
        }
        return all;
    }

    /// Asks again and again until the answer is the expected one.
    ///
    /// @return how long that took; empty when it did not come
    Optional<Duration> await(String sql, String expected) throws SQLException {
        long begin = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            while (true) {
                try (ResultSet row = statement.executeQuery()) {
                    Duration passed = Duration.ofNanos(System.nanoTime() - begin);
                    if (row.next() && expected.equals(row.getString(1))) {
                        return Optional.of(passed);
                    }
                    if (passed.compareTo(LIMIT) > 0) {
                        return Optional.empty();
                    }
                }
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
