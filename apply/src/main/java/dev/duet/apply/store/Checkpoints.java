package dev.duet.apply.store;

import dev.duet.schemas.Checkpoint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The checkpoint row of one direction; works on the caller's connection and transaction.
///
/// [CheckpointStore] is the one there is. An interface, so that a test can put a broken one in its
/// place and see that the harness notices.
public interface Checkpoints {
    /// The row as it is now; nothing when `duet init` has not run.
    Optional<Checkpoint> read(Connection connection) throws SQLException;

    /// Writes the marker, which must be the first statement of a target transaction.
    ///
    /// @return whether it was written; not so when another instance has taken over, or another tool
    ///   has written since
    boolean advance(Connection connection, Checkpoint next) throws SQLException;
}
