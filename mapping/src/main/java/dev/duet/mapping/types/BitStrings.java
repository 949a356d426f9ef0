package dev.duet.mapping.types;

import org.jspecify.annotations.Nullable;

/// Bit strings as texts of `0` and `1`.
record BitStrings(long length, boolean fixed) implements Domain {
    @Override
    public @Nullable String misfit(Object value) {
        int bits = ((String) value).length();
        if (fixed) {
            return bits == length ? null : "not exactly " + length + " bits";
        }
        return bits <= length ? null : "longer than " + length + " bits";
    }

    @Override
    public Cover of(Domain other) {
        BitStrings bits = (BitStrings) other;
        return Cover.allIf(fixed ? bits.fixed && bits.length == length : bits.length <= length);
    }

    @Override
    public String limits() {
        if (length == Texts.UNLIMITED) {
            return "any bits";
        }
        return (fixed ? "exactly " : "up to ") + length + " bits";
    }
}
