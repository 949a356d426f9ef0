package dev.duet.mapping.types;

/// A value does not fit the column it is to go to. Says why without saying the value: rows are
/// people's data.
public final class CannotConvert extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String column;
    private final String from;
    private final String to;
    private final String reason;
    private final boolean awaiting;

    /// A value that is not known, or not allowed.
    public CannotConvert(String column, String reason) {
        this(column, reason, false);
    }

    private CannotConvert(String column, String reason, boolean awaiting) {
        super(column + ": " + reason);
        this.column = column;
        this.from = "";
        this.to = "";
        this.reason = reason;
        this.awaiting = awaiting;
    }

    /// A value that will do as soon as another table has a row for it.
    public static CannotConvert awaiting(String column, String reason) {
        return new CannotConvert(column, reason, true);
    }

    public CannotConvert(String column, String from, String to, String reason) {
        super(column + ": from " + from + " to " + to + ": " + reason);
        this.column = column;
        this.from = from;
        this.to = to;
        this.reason = reason;
        this.awaiting = false;
    }

    /// Whether the value will do as soon as another table has a row for it.
    public boolean isAwaiting() {
        return awaiting;
    }

    /// The column the value comes from.
    public String column() {
        return column;
    }

    /// The type it comes from.
    public String from() {
        return from;
    }

    /// The type it was to become.
    public String to() {
        return to;
    }

    public String reason() {
        return reason;
    }
}
