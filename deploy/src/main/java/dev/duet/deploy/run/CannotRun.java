package dev.duet.deploy.run;

/// The sync cannot begin; `duet check` says more.
public final class CannotRun extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotRun(String reason) {
        super(reason);
    }

    /// `duet init` has not run.
    ///
    /// @param system whose checkpoint row is missing
    public static CannotRun withoutInit(String system) {
        return new CannotRun("duet.checkpoint is empty in " + system + ": run 'duet init' first");
    }
}
