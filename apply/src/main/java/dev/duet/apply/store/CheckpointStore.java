package dev.duet.apply.store;

import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Position;
import dev.duet.schemas.bookkeeping.Bookkeeping;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The checkpoint row of one direction, in the target. Stateless; works on the caller's connection
/// and transaction.
///
/// Written with plain JDBC, since it stands in every target transaction.
public final class CheckpointStore implements Checkpoints {
    private static final String COLUMNS =
            "position, clock, counter, source_resume_position, source_resume_clock,"
                    + " source_resume_seen, target_resume_position, target_resume_clock,"
                    + " target_resume_seen, source_clean, target_clean, incarnation, fencing_token";

    private static final String READ =
            "SELECT " + COLUMNS + " FROM " + Bookkeeping.CHECKPOINT + " WHERE source = ?";

    private static final String WRITE =
            "UPDATE "
                    + Bookkeeping.CHECKPOINT
                    + " SET position = ?, clock = ?, counter = ?, source_resume_position = ?,"
                    + " source_resume_clock = ?, source_resume_seen = ?, target_resume_position ="
                    + " ?, target_resume_clock = ?, target_resume_seen = ?, source_clean = ?,"
                    + " target_clean = ?, incarnation = ?, written_at = CURRENT_TIMESTAMP(6) WHERE"
                    + " source = ? AND counter = ? AND fencing_token = ?";

    private final String source;

    public CheckpointStore(String source) {
        this.source = source;
    }

    @Override
    public Optional<Checkpoint> read(Connection connection) throws SQLException {
        return read(connection, READ);
    }

    /// The row as it is now, locked until the transaction ends: whoever writes to this database
    /// waits.
    public Optional<Checkpoint> lock(Connection connection) throws SQLException {
        return read(connection, READ + " FOR UPDATE");
    }

    private Optional<Checkpoint> read(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(checkpoint(row)) : Optional.empty();
            }
        }
    }

    @Override
    public boolean advance(Connection connection, Checkpoint next) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            int i = 1;
            statement.setString(i++, next.position().stored());
            statement.setLong(i++, next.clock());
            statement.setLong(i++, next.counter());
            i = bind(statement, i, next.sourceResume());
            i = bind(statement, i, next.targetResume());
            statement.setString(i++, next.sourceClean().stored());
            statement.setString(i++, next.targetClean().stored());
            statement.setString(i++, next.incarnation());
            statement.setString(i++, source);
            statement.setLong(i++, next.counter() - 1);
            statement.setLong(i, next.fencingToken());
            return statement.executeUpdate() == 1;
        }
    }

    private static int bind(PreparedStatement statement, int from, Anchor anchor)
            throws SQLException {
        int i = from;
        statement.setString(i++, anchor.position().stored());
        statement.setLong(i++, anchor.clock());
        Position seen = anchor.seen();
        statement.setString(i++, seen == null ? null : seen.stored());
        return i;
    }

    private Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(
                source,
                Position.parse(row.getString("position")),
                row.getLong("clock"),
                row.getLong("counter"),
                anchor(row, "source_resume"),
                anchor(row, "target_resume"),
                Position.parse(row.getString("source_clean")),
                Position.parse(row.getString("target_clean")),
                row.getString("incarnation"),
                row.getLong("fencing_token"));
    }

    private static Anchor anchor(ResultSet row, String prefix) throws SQLException {
        @Nullable String seen = row.getString(prefix + "_seen");
        return new Anchor(
                Position.parse(row.getString(prefix + "_position")),
                row.getLong(prefix + "_clock"),
                seen == null ? null : Position.parse(seen));
    }
}
