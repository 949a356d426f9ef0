package dev.duet.deploy.init;

import dev.duet.schemas.Position;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

/// The checkpoint row as `init` writes it: both logs from here on, nothing applied yet.
///
/// @param source the peer whose log is received
/// @param sourceStart from where the peer's log is read
/// @param targetStart from where this database's own log is read
/// @param incarnation the peer's
public record FirstCheckpoint(
        String source, Position sourceStart, Position targetStart, String incarnation) {

    private static final String READ =
            """
            SELECT source, source_resume_position, target_resume_position, incarnation
            FROM duet.checkpoint ORDER BY source
            """;

    private static final String INSERT =
            """
            INSERT INTO duet.checkpoint (source, position, clock, counter,
                source_resume_position, source_resume_clock, source_resume_seen,
                target_resume_position, target_resume_clock, target_resume_seen,
                source_clean, target_clean, incarnation, fencing_token)
            VALUES (?, ?, 0, 0, ?, 0, NULL, ?, 0, NULL, ?, ?, ?, 0)
            """;

    /// What a later init or check compares.
    ///
    /// @param sourceResume from where the source's log would be read again
    /// @param targetResume from where this database's own log would be
    public record Row(
            String source, Position sourceResume, Position targetResume, String incarnation) {

        /// From where a log must be read again: the peer's row names it as source, the log's own
        /// database's row as target. Both hold and only grow, so the later one counts.
        public static Optional<Position> resume(Optional<Row> ofPeer, Optional<Row> ofOwn) {
            return Stream.concat(
                            ofPeer.map(Row::sourceResume).stream(),
                            ofOwn.map(Row::targetResume).stream())
                    .reduce((one, other) -> other.isAfter(one) ? other : one);
        }
    }

    /// The row that is there; a database has one peer.
    public static Optional<Row> read(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(READ);
                ResultSet row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Row(
                                    row.getString(1),
                                    Position.parse(row.getString(2)),
                                    Position.parse(row.getString(3)),
                                    row.getString(4)))
                    : Optional.empty();
        }
    }

    void insert(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, source);
            insert.setString(2, sourceStart.stored());
            insert.setString(3, sourceStart.stored());
            insert.setString(4, targetStart.stored());
            insert.setString(5, sourceStart.stored());
            insert.setString(6, targetStart.stored());
            insert.setString(7, incarnation);
            insert.executeUpdate();
        }
    }
}
