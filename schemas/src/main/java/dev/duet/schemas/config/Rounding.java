package dev.duet.schemas.config;

import org.jspecify.annotations.Nullable;

import java.math.RoundingMode;
import java.util.Optional;

/// What becomes of digits that the other side has no place for.
public enum Rounding {
    HALF_UP("half-up", RoundingMode.HALF_UP),
    HALF_EVEN("half-even", RoundingMode.HALF_EVEN),
    DOWN("down", RoundingMode.DOWN),
    /// The record is quarantined.
    REFUSE("refuse", null);

    private final String word;
    private final Optional<RoundingMode> mode;

    Rounding(String word, @Nullable RoundingMode mode) {
        this.word = word;
        this.mode = Optional.ofNullable(mode);
    }

    /// As the file spells it.
    public String word() {
        return word;
    }

    /// Empty when nothing is rounded.
    public Optional<RoundingMode> mode() {
        return mode;
    }
}
