package dev.duet.mapping.types;

import dev.duet.schemas.types.Bytes;

import org.jspecify.annotations.Nullable;

/// Byte strings.
///
/// @param fixed exactly `max` bytes: MySQL's `binary(n)` fills up with zeros, which cannot be told
///   from the value's own
record ByteStrings(long max, boolean fixed) implements Domain {
    @Override
    public @Nullable String misfit(Object value) {
        int length = ((Bytes) value).content().length;
        if (fixed) {
            return length == max ? null : "not exactly " + max + " bytes";
        }
        return length <= max ? null : "longer than " + max + " bytes";
    }

    @Override
    public Cover of(Domain other) {
        ByteStrings bytes = (ByteStrings) other;
        return Cover.allIf(fixed ? bytes.fixed && bytes.max == max : bytes.max <= max);
    }

    @Override
    public String limits() {
        if (max == Texts.UNLIMITED) {
            return "any bytes";
        }
        return (fixed ? "exactly " : "up to ") + max + " bytes";
    }
}
