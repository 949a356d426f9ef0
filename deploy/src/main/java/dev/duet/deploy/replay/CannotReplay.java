package dev.duet.deploy.replay;

/// A log does not hold what is to be replayed, or cannot be read: nothing was written.
public final class CannotReplay extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotReplay(String reason) {
        super(reason);
    }

    public CannotReplay(String reason, Throwable cause) {
        super(reason, cause);
    }
}
