package dev.duet.schemas.config;

/// The range and the default of one setting; both ends belong to the range.
///
/// Kept as constants beside the values they bound, so that the records, the reader and the JSON
/// Schema agree.
public record Bounds<T extends Comparable<T>>(T min, T standard, T max) {

    public Bounds {
        if (min.compareTo(standard) > 0 || standard.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "not in order: " + min + ", " + standard + ", " + max);
        }
    }

    public boolean allows(T value) {
        return min.compareTo(value) <= 0 && value.compareTo(max) <= 0;
    }

    /// Returns the value, or refuses it with the name of the setting.
    T require(String setting, T value) {
        if (!allows(value)) {
            throw new IllegalArgumentException(
                    setting + ": " + value + " is not within " + min + " to " + max);
        }
        return value;
    }
}
