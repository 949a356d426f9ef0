package dev.duet.schemas;

import java.util.Locale;

/// A PostgreSQL log position: the end LSN of a commit, as an unsigned 64-bit byte offset into the
/// WAL.
public record Lsn(long value) implements Position {
    /// Reads PostgreSQL's own form, `16/B374D848`.
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new IllegalArgumentException(
                    "not an LSN: '" + text + "' (expected e.g. 16/B374D848)");
        }
        long high = Long.parseUnsignedLong(text, 0, slash, 16);
        long low = Long.parseUnsignedLong(text, slash + 1, text.length(), 16);
        return new Lsn((high << 32) | low);
    }

    @Override
    public long ordinal() {
        return value;
    }

    @Override
    public String text() {
        return (Long.toHexString(value >>> 32) + "/" + Long.toHexString(value & 0xFFFF_FFFFL))
                .toUpperCase(Locale.ROOT);
    }

    @Override
    public String stored() {
        return text();
    }

    @Override
    public String toString() {
        return text();
    }
}
