package dev.duet.apply.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import javax.sql.DataSource;

/// The right to write, kept as one row in each database; shared by the thread that renews it and
/// those that ask.
///
/// Taking it raises the fencing token in the checkpoint rows too, in the same transaction. An
/// instance that slept past its lease finds another token there and can write nothing, whatever its
/// own clock says. Source: Kleppmann, How to do distributed locking, 2016.
public final class Lease {
    private static final String NAME = "duet";

    private final List<DataSource> databases;
    private final String holder;
    private final Duration ttl;
    private volatile long token;

    /// What came of trying to take the lease.
    public sealed interface Attempt {
        /// It is ours, under this token.
        record Taken(long token) implements Attempt {}

        /// Another instance holds it.
        ///
        /// @param expiresIn until it runs out if it is not renewed
        record HeldBy(String holder, Duration expiresIn) implements Attempt {}
    }

    /// @param databases both, always in the same order
    /// @param holder what another instance is told
    public Lease(List<DataSource> databases, String holder, Duration ttl) {
        this.databases = List.copyOf(databases);
        this.holder = holder;
        this.ttl = ttl;
    }

    public long token() {
        return token;
    }

    /// Takes the lease in both databases, or in neither.
    ///
    /// @param isGone whether a holder is known to be dead, so that one need not wait for the end of
    ///   its lease
    public Attempt take(Predicate<String> isGone) throws SQLException {
        try (Connection first = databases.get(0).getConnection();
                Connection second = databases.get(1).getConnection()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            try {
                Row one = lock(first);
                Row two = lock(second);
                for (Row row : List.of(one, two)) {
                    if (row.millisLeft > 0
                            && !row.holder.isEmpty()
                            && !row.holder.equals(holder)
                            && !isGone.test(row.holder)) {
                        return new Attempt.HeldBy(row.holder, Duration.ofMillis(row.millisLeft));
                    }
                }
                long next = Math.max(one.token, two.token) + 1;
                write(first, next);
                write(second, next);
                first.commit();
                second.commit();
                token = next;
                return new Attempt.Taken(next);
            } finally {
                first.rollback();
                second.rollback();
            }
        }
    }

    /// Puts off the end of the lease in one database.
    ///
    /// @return whether it is still ours there
    public boolean renew(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "UPDATE duet.lease SET expires_at = "
                                        + inTtl()
                                        + " WHERE name = ? AND token = ?")) {
            connection.setAutoCommit(true);
            statement.setString(1, NAME);
            statement.setLong(2, token);
            return statement.executeUpdate() == 1;
        }
    }

    /// Lets the next instance take it at once; the token stays as it is.
    public void release(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "UPDATE duet.lease SET holder = '', expires_at ="
                                        + " CURRENT_TIMESTAMP(6) WHERE name = ? AND token = ?")) {
            connection.setAutoCommit(true);
            statement.setString(1, NAME);
            statement.setLong(2, token);
            statement.executeUpdate();
        }
    }

    private record Row(String holder, long token, long millisLeft) {}

    private static Row lock(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT holder, token, expires_at, CURRENT_TIMESTAMP(6) AS moment"
                                + " FROM duet.lease WHERE name = ? FOR UPDATE")) {
            statement.setString(1, NAME);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("duet.lease has no row: run 'duet init'");
                }
                long left =
                        row.getTimestamp("expires_at").getTime()
                                - row.getTimestamp("moment").getTime();
                return new Row(row.getString("holder"), row.getLong("token"), left);
            }
        }
    }

    private void write(Connection connection, long next) throws SQLException {
        try (PreparedStatement lease =
                        connection.prepareStatement(
                                "UPDATE duet.lease SET holder = ?, token = ?, expires_at = "
                                        + inTtl()
                                        + " WHERE name = ?");
                PreparedStatement fence =
                        connection.prepareStatement(
                                "UPDATE duet.checkpoint SET fencing_token = ?, counter = counter +"
                                        + " 1")) {
            fence.setLong(1, next);
            fence.executeUpdate();
            lease.setString(1, holder);
            lease.setLong(2, next);
            lease.setString(3, NAME);
            lease.executeUpdate();
        }
    }

    /// Both databases read this form of an interval.
    private String inTtl() {
        return "CURRENT_TIMESTAMP(6) + INTERVAL '" + Math.max(1, ttl.toSeconds()) + "' SECOND";
    }
}
