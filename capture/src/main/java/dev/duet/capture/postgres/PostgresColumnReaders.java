package dev.duet.capture.postgres;

import dev.duet.capture.ColumnReader;
import dev.duet.capture.internal.FormerType;
import dev.duet.schemas.Column;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.Special;
import dev.duet.schemas.types.TypeText;
import dev.duet.schemas.types.postgres.PostgresMicros;
import dev.duet.schemas.types.postgres.PostgresText;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/// Chooses the reader of each PostgreSQL column. Start here; what the readers unpack is packed by
/// [PostgresColumnConverter].
public final class PostgresColumnReaders {
    private PostgresColumnReaders() {}

    /// What the engine must be given for [#reader] to read its records: our converter, and how the
    /// server spells values.
    public static Map<String, String> engineProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("converters", "duet");
        properties.put("duet.type", PostgresColumnConverter.class.getName());
        properties.put("include.unknown.datatypes", "true");
        properties.put("event.converting.failure.handling.mode", "fail");
        // A database or role may have others; the text of bytes, intervals, floats, arrays and
        // money hangs on them.
        properties.put(
                "driver.options",
                "-c bytea_output=hex -c IntervalStyle=postgres -c extra_float_digits=1 -c"
                        + " lc_monetary=C");
        return properties;
    }

    /// The reader of one column, whose records have that schema.
    public static ColumnReader reader(Column column, Schema schema) {
        ColumnReader known = known(column);
        return value -> isUnchanged(value) ? Unchanged.VALUE : known.read(value);
    }

    private static ColumnReader known(Column column) {
        return switch (column.kind()) {
            case BOOLEAN -> value -> (Boolean) value;
            case INTEGER -> PostgresColumnReaders::integer;
            case DECIMAL -> PostgresColumnReaders::decimal;
            case FLOAT -> value -> value == null ? null : (Object) (float) real(value);
            case DOUBLE -> value -> value == null ? null : (Object) real(value);
            case BYTES -> PostgresColumnReaders::bytes;
            case DATE -> PostgresColumnReaders::date;
            case TIMESTAMP ->
                    value -> value == null ? null : PostgresMicros.timestamp((Long) value);
            case INSTANT -> value -> value == null ? null : PostgresMicros.instant((Long) value);
            case TEXT, TIME, INTERVAL, UUID, JSON, ENUM, SET, BITS, ARRAY, GEOMETRY, OPAQUE ->
                    text(PostgresText.of(TypeText.of(column.type()), column.kind()));
        };
    }

    private static ColumnReader text(PostgresText reader) {
        return value -> value == null ? null : reader.read(text(value));
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number && special(number) != null
                ? String.valueOf(real(number)) // as the server casts them
                : FormerType.text(value);
    }

    private static @Nullable Object integer(@Nullable Object value) {
        if (value instanceof BigDecimal number && special(number) != null) {
            throw new IllegalArgumentException("an infinite number, or none, is no whole one");
        }
        return value == null ? null : (Object) FormerType.integer(value);
    }

    private static @Nullable Object decimal(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        BigDecimal number = FormerType.decimal(value);
        Object special = special(number);
        return special == null ? Decimals.normal(number) : special;
    }

    private static double real(Object value) {
        Special special = value instanceof BigDecimal number ? special(number) : null;
        return switch (special) {
            case NAN -> Double.NaN;
            case INFINITY -> Double.POSITIVE_INFINITY;
            case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
            case null, default -> FormerType.real(value);
        };
    }

    @SuppressWarnings("ReferenceEquality") // marks are known by identity, see PostgresEncoding
    private static @Nullable Special special(BigDecimal number) {
        if (number == PostgresEncoding.NAN) {
            return Special.NAN;
        }
        if (number == PostgresEncoding.INFINITY) {
            return Special.INFINITY;
        }
        return number == PostgresEncoding.NEGATIVE_INFINITY ? Special.NEGATIVE_INFINITY : null;
    }

    /// Whatever type the column has had then.
    private static boolean isUnchanged(@Nullable Object value) {
        return value == PostgresEncoding.UNCHANGED_TEXT
                || value == PostgresEncoding.UNCHANGED_BYTES
                || value == PostgresEncoding.UNCHANGED_NUMERIC;
    }

    private static @Nullable Object bytes(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> Bytes.of(bytes);
            case ByteBuffer buffer -> {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                yield Bytes.of(bytes);
            }
            case Object other ->
                    throw new IllegalStateException("bytes came as " + other.getClass());
        };
    }

    private static @Nullable Object date(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        int days = (Integer) value;
        return switch (days) {
            case PostgresEncoding.INFINITY_DAYS -> Special.INFINITY;
            case PostgresEncoding.NEGATIVE_INFINITY_DAYS -> Special.NEGATIVE_INFINITY;
            default -> LocalDate.ofEpochDay(days);
        };
    }
}
