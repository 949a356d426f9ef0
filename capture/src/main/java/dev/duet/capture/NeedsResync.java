package dev.duet.capture;

/// The log no longer holds what is needed, or is not the log it was: reading on would lose changes
/// unseen.
///
/// The direction stays stopped until a person has brought both sides together again.
public final class NeedsResync extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// How a gap is mended.
    private static final String RESYNC =
            "'duet resync --dry-run' says what would be done, 'duet resync' does it";

    /// What to do about it.
    private final String mend;

    private final boolean isGap;

    public NeedsResync(String reason, String mend) {
        this(reason, mend, false);
    }

    private NeedsResync(String reason, String mend, boolean isGap) {
        super(reason);
        this.mend = mend;
        this.isGap = isGap;
    }

    /// It is the log that was read, of the database that was synced, and lacks a stretch of it.
    public static NeedsResync gap(String reason) {
        return new NeedsResync(reason, RESYNC, true);
    }

    /// It is another log than the one that was read, or one of another time: a database was
    /// restored or replaced, or its log reset.
    public static NeedsResync other(String reason) {
        return new NeedsResync(
                reason,
                "make both sides equal and begin anew, as deploy/docs/runbook.md says under 'Both"
                        + " logs, or a restored database'; 'duet resync' mends no more than a gap",
                false);
    }

    /// Whether nothing is wrong but that a stretch of the log is gone: then what the database holds
    /// is what its clients made of it.
    public boolean isGap() {
        return isGap;
    }

    public String mend() {
        return mend;
    }
}
