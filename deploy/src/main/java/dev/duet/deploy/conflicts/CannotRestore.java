package dev.duet.deploy.conflicts;

/// A conflict cannot be decided otherwise afterwards: nothing was written.
final class CannotRestore extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String mend;

    CannotRestore(String message, String mend) {
        super(message);
        this.mend = mend;
    }

    CannotRestore(String message, String mend, Exception cause) {
        super(message, cause);
        this.mend = mend;
    }

    /// What a person can do about it.
    String mend() {
        return mend;
    }
}
