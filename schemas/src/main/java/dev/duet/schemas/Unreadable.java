package dev.duet.schemas;

/// Stands for a value that the log holds but our reader does not understand: its record is
/// quarantined, the rest flows.
///
/// @param reason in words, without the value
public record Unreadable(String reason) {
    /// Of a column that the log did not have when the row was written.
    public static Unreadable absent(Column column) {
        return new Unreadable(
                "column " + column.name() + " was not there when the row was written to the log");
    }

    public static Unreadable of(Column column, RuntimeException failure) {
        return new Unreadable(
                "column "
                        + column.name()
                        + " of type "
                        + column.type()
                        + " holds a value that cannot be read ("
                        + failure.getClass().getSimpleName()
                        + ")");
    }
}
