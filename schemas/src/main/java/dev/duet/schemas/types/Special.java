package dev.duet.schemas.types;

import org.jspecify.annotations.Nullable;

/// Values outside a kind's ordinary range, which one database knows and the other may not.
public enum Special {
    INFINITY("infinity"),
    NEGATIVE_INFINITY("-infinity"),
    NAN("NaN"),
    /// MySQL's `0000-00-00`, and any other date without a year, a month or a day: the log does not
    /// tell them apart.
    ZERO_DATE("0000-00-00");

    private final String text;

    Special(String text) {
        this.text = text;
    }

    /// How people and records spell it.
    public String text() {
        return text;
    }

    /// The special value of that text, or null when it is an ordinary one.
    public static @Nullable Special of(String text) {
        return switch (text) {
            case "infinity" -> INFINITY;
            case "-infinity" -> NEGATIVE_INFINITY;
            case "NaN" -> NAN;
            case "0000-00-00" -> ZERO_DATE;
            default -> null;
        };
    }
}
