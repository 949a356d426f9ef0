package dev.duet.deploy.clock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One look at a database's clock. Immutable.
///
/// The database's time is taken to be that of the middle of the round trip, which is wrong by half
/// of it at most (Cristian, Probabilistic clock synchronization, 1989).
///
/// @param ahead of this host's clock; negative when it is behind
/// @param uncertainty half the round trip
public record ClockSample(Duration ahead, Duration uncertainty) {
    /// This host's clock as it was at the start, and what has passed since: it never jumps, so that
    /// samples taken at different times can be compared.
    private static final Instant START = Instant.now();

    private static final long START_NANOS = System.nanoTime();

    /// @param query [dev.duet.apply.TargetDatabase#clockQuery]
    public static ClockSample take(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long before = System.nanoTime();
            try (ResultSet row = statement.executeQuery(query)) {
                row.next();
                long micros = row.getLong(1);
                long half = (System.nanoTime() - before) / 2;
                Instant middle = START.plusNanos(before - START_NANOS + half);
                Instant database = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
                return new ClockSample(Duration.between(middle, database), Duration.ofNanos(half));
            }
        }
    }
}
