package dev.duet.deploy.replay;

import dev.duet.schemas.Position;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// What a system's log still holds to be read again. One implementation for each kind of database;
/// stateless.
public interface HeldLog {
    /// What a log holds.
    ///
    /// @param begin all that stands after this can be read
    /// @param isWhole whether nothing was ever written before
    /// @param words the same for people
    record Held(Position begin, boolean isWhole, String words) {}

    /// @return why nothing can be read again, where it is so
    Answer held(Connection connection) throws SQLException;

    /// Where reading begins, so that all after a place is read and what was just before it, too.
    ///
    /// @param from a place in this log
    /// @throws CannotReplay when it is not held any more
    Position startFor(Connection connection, Held held, Bound from) throws SQLException;

    /// The log of a system that can be read again, or not.
    sealed interface Answer {
        record Readable(Held held) implements Answer {}

        record Unreadable(String reason) implements Answer {}

        default Optional<Held> readable() {
            return this instanceof Readable it ? Optional.of(it.held) : Optional.empty();
        }
    }
}
