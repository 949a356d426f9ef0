package dev.duet.deploy.run;

import java.sql.SQLException;

/// The sync cannot begin; `duet check` says more.
public final class CannotRun extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotRun(String reason) {
        super(reason);
    }

    /// Whether `duet init` is yet to make a table of ours: the check says so.
    static boolean isWithoutInit(SQLException failure) {
        return String.valueOf(failure.getSQLState()).startsWith("42");
    }

    /// `duet init` has not run.
    ///
    /// @param system whose checkpoint row is missing
    public static CannotRun withoutInit(String system) {
        return new CannotRun("duet.checkpoint is empty in " + system + ": run 'duet init' first");
    }
}
