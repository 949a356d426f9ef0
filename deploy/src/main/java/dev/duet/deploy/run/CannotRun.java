package dev.duet.deploy.run;

/// The sync cannot begin; `duet check` says more.
public final class CannotRun extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotRun(String reason) {
        super(reason);
    }
}
