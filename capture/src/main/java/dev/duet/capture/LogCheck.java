package dev.duet.capture;

import dev.duet.schemas.Anchor;
import dev.duet.schemas.Position;

import java.sql.Connection;
import java.sql.SQLException;

/// Compares a log with what we have of it, before anything is read. One implementation for each
/// kind of database.
///
/// Both databases skip what is gone without a word, so reading on must be refused here.
public interface LogCheck {
    /// @param resume where reading is to begin
    /// @param applied up to where the peer has this log
    /// @param incarnation the nonce of the database that this log belonged to
    /// @throws NeedsResync when changes could be lost by reading on
    void verify(Connection connection, Anchor resume, Position applied, String incarnation)
            throws SQLException;

    /// The end of the log as it is now.
    Position end(Connection connection) throws SQLException;
}
