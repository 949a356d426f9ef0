package dev.duet.apply.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows of `duet.verification`: what the last comparison of each entity beside the sync has
/// found. Stateless; works in the caller's transaction.
public final class VerificationStore {
    private static final int ERROR_MAX = 4000;

    /// What a comparison of one entity has counted.
    ///
    /// @param compared the records of the side that has more of them
    /// @param equal those that both sides had alike when they were looked at
    /// @param differing those that differ for certain, and not because they are held
    public record Counts(long compared, long equal, long differing) {}

    /// @param whole the last round that came to its end
    /// @param error why a later one said nothing; empty where there was none
    /// @param sinceTried how long ago that was
    public record Verification(
            String entity, Optional<Round> whole, String error, Duration sinceTried) {}

    /// @param sinceBegan how long ago the first of its rows was looked at
    public record Round(Counts counts, Duration sinceBegan, Duration sinceEnded) {}

    /// By entity.
    public List<Verification> read(Connection connection) throws SQLException {
        List<Verification> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT entity, rows_compared, rows_equal, rows_differing,"
                                        + " took_millis, ended_at, error, tried_at,"
                                        + " CURRENT_TIMESTAMP(6) AS moment FROM duet.verification"
                                        + " ORDER BY entity")) {
            while (row.next()) {
                found.add(
                        new Verification(
                                row.getString("entity"),
                                round(row),
                                row.getString("error"),
                                since(row, row.getTimestamp("tried_at"))));
            }
        }
        return found;
    }

    private static Optional<Round> round(ResultSet row) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        if (ended == null) {
            return Optional.empty();
        }
        Duration sinceEnded = since(row, ended);
        return Optional.of(
                new Round(
                        new Counts(
                                row.getLong("rows_compared"),
                                row.getLong("rows_equal"),
                                row.getLong("rows_differing")),
                        sinceEnded.plusMillis(row.getLong("took_millis")),
                        sinceEnded));
    }

    /// By the database's own clock.
    private static Duration since(ResultSet row, Timestamp then) throws SQLException {
        return Duration.ofMillis(
                Math.max(0, row.getTimestamp("moment").getTime() - then.getTime()));
    }

    /// A round has come to its end now.
    public void compared(Connection connection, String entity, Counts counts, Duration took)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE duet.verification SET rows_compared = ?, rows_equal = ?,"
                                + " rows_differing = ?, took_millis = ?, ended_at ="
                                + " CURRENT_TIMESTAMP(6), error = '', tried_at ="
                                + " CURRENT_TIMESTAMP(6) WHERE entity = ?")) {
            set(statement, entity, counts, took);
            if (statement.executeUpdate() > 0) {
                return;
            }
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "INSERT INTO duet.verification (rows_compared, rows_equal, rows_differing,"
                                + " took_millis, entity, ended_at) VALUES (?, ?, ?, ?, ?,"
                                + " CURRENT_TIMESTAMP(6))")) {
            set(statement, entity, counts, took);
            statement.executeUpdate();
        }
    }

    private static void set(
            PreparedStatement statement, String entity, Counts counts, Duration took)
            throws SQLException {
        statement.setLong(1, counts.compared());
        statement.setLong(2, counts.equal());
        statement.setLong(3, counts.differing());
        statement.setLong(4, took.toMillis());
        statement.setString(5, entity);
    }

    /// A round has said nothing; what the one before has found stays.
    public void failed(Connection connection, String entity, String why) throws SQLException {
        String error = why.length() > ERROR_MAX ? why.substring(0, ERROR_MAX) : why;
        int updated =
                execute(
                        connection,
                        "UPDATE duet.verification SET error = ?, tried_at = CURRENT_TIMESTAMP(6)"
                                + " WHERE entity = ?",
                        error,
                        entity);
        if (updated == 0) {
            execute(
                    connection,
                    "INSERT INTO duet.verification (error, entity) VALUES (?, ?)",
                    error,
                    entity);
        }
    }

    private static int execute(Connection connection, String sql, String error, String entity)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, error);
            statement.setString(2, entity);
            return statement.executeUpdate();
        }
    }
}
