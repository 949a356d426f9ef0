package dev.duet.deploy.init;

import dev.duet.schemas.Position;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The checkpoint row as `init` writes it: both logs from here on, nothing applied yet.
///
/// @param source the peer whose log is received
/// @param sourceStart from where the peer's log is read
/// @param targetStart from where this database's own log is read
/// @param incarnation the peer's
public record FirstCheckpoint(
        String source, Position sourceStart, Position targetStart, String incarnation) {

    private static final String INSERT =
            """
            INSERT INTO duet.checkpoint (source, position, clock, counter,
                source_resume_position, source_resume_clock, source_resume_seen,
                target_resume_position, target_resume_clock, target_resume_seen,
                source_clean, target_clean, incarnation, fencing_token)
            VALUES (?, ?, 0, 0, ?, 0, NULL, ?, 0, NULL, ?, ?, ?, 0)
            """;

    /// What a later init compares.
    ///
    /// @param sourceResume from where the source's log would be read again
    public record Row(String source, Position sourceResume, String incarnation) {}

    /// The row that is there; a database has one peer.
    public static Optional<Row> read(Connection connection) throws SQLException {
        String sql =
                "SELECT source, source_resume_position, incarnation FROM duet.checkpoint ORDER BY"
                        + " source";
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Row(
                                    row.getString(1),
                                    Position.parse(row.getString(2)),
                                    row.getString(3)))
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
