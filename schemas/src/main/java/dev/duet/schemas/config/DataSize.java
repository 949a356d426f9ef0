package dev.duet.schemas.config;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, written with a unit: `8MiB`, `64MB`, `512KiB`, `100B`.
public record DataSize(long bytes) implements Comparable<DataSize> {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})(B|KiB|KB|MiB|MB|GiB|GB)");
    private static final long KIB = 1024;
    private static final long KB = 1000;

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    public static DataSize kibibytes(long count) {
        return new DataSize(Math.multiplyExact(count, KIB));
    }

    public static DataSize mebibytes(long count) {
        return kibibytes(Math.multiplyExact(count, KIB));
    }

    public static DataSize gibibytes(long count) {
        return mebibytes(Math.multiplyExact(count, KIB));
    }

    /// Reads a number with a unit; empty when it is not one or does not fit a `long`.
    public static Optional<DataSize> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigInteger count = new BigInteger(matcher.group(1));
        BigInteger bytes = count.multiply(BigInteger.valueOf(unitBytes(matcher.group(2))));
        return bytes.bitLength() < Long.SIZE
                ? Optional.of(new DataSize(bytes.longValueExact()))
                : Optional.empty();
    }

    private static long unitBytes(String unit) {
        return switch (unit) {
            case "KiB" -> KIB;
            case "KB" -> KB;
            case "MiB" -> KIB * KIB;
            case "MB" -> KB * KB;
            case "GiB" -> KIB * KIB * KIB;
            case "GB" -> KB * KB * KB;
            default -> 1; // the pattern lets only B through
        };
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /// The shortest exact form that [#parse] reads back.
    @Override
    public String toString() {
        if (bytes == 0) {
            return "0B";
        }
        if (bytes % (KIB * KIB * KIB) == 0) {
            return bytes / (KIB * KIB * KIB) + "GiB";
        }
        if (bytes % (KIB * KIB) == 0) {
            return bytes / (KIB * KIB) + "MiB";
        }
        if (bytes % KIB == 0) {
            return bytes / KIB + "KiB";
        }
        return bytes + "B";
    }
}
