package dev.duet.apply;

import java.sql.SQLException;

/// What a database error means.
public enum Failure {
    /// The same transaction may pass a moment later: deadlock, lock wait, lost connection, full
    /// disk, shutdown.
    TRANSIENT,
    /// The row is at fault: a constraint, a range, a trigger that refused it.
    DATA,
    /// Neither time nor leaving a row out will help: rights, structure, our own statement.
    FATAL;

    /// The first line of what a database said.
    public static String words(SQLException refusal) {
        return String.valueOf(refusal.getMessage()).lines().findFirst().orElse("");
    }
}
