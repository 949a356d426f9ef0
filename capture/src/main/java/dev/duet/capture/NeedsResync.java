package dev.duet.capture;

/// The log no longer holds what is needed, or is not the log it was: reading on would lose changes
/// unseen.
///
/// The direction stays stopped until a person has brought both sides together again.
public final class NeedsResync extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What to do about it.
    private final String mend;

    public NeedsResync(String reason, String mend) {
        super(reason);
        this.mend = mend;
    }

    public String mend() {
        return mend;
    }
}
