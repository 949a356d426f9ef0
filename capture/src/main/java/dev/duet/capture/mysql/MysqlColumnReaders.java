package dev.duet.capture.mysql;

import dev.duet.capture.ColumnReader;
import dev.duet.capture.internal.FormerType;
import dev.duet.schemas.Column;
import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.GeometryText;
import dev.duet.schemas.types.JsonText;
import dev.duet.schemas.types.Special;
import dev.duet.schemas.types.TypeText;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/// Chooses the reader of each MySQL column. Start here; what Debezium would lose is packed by
/// [MysqlColumnConverter].
public final class MysqlColumnReaders {
    private MysqlColumnReaders() {}

    /// What the engine must be given for [#reader] to read its records: our converter, and
    /// Debezium's exact modes.
    public static Map<String, String> engineProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("converters", "duet");
        properties.put("duet.type", MysqlColumnConverter.class.getName());
        properties.put("decimal.handling.mode", "precise");
        properties.put("bigint.unsigned.handling.mode", "precise");
        properties.put("binary.handling.mode", "bytes");
        properties.put("time.precision.mode", "adaptive_time_microseconds");
        properties.put("enable.time.adjuster", "false");
        properties.put("event.converting.failure.handling.mode", "fail");
        return properties;
    }

    /// The reader of one column, whose records have that schema.
    public static ColumnReader reader(Column column, Schema schema) {
        return switch (column.kind()) {
            case BOOLEAN -> value -> (Boolean) value;
            case INTEGER -> value -> value == null ? null : (Object) FormerType.integer(value);
            case DECIMAL ->
                    value -> value == null ? null : Decimals.normal(FormerType.decimal(value));
            case FLOAT -> value -> value == null ? null : (Object) (float) FormerType.real(value);
            case DOUBLE -> value -> value == null ? null : (Object) FormerType.real(value);
            case BYTES -> value -> value == null ? null : Bytes.of(array(value));
            case DATE -> MysqlColumnReaders::date;
            case TIME -> MysqlColumnReaders::time;
            case TIMESTAMP -> MysqlColumnReaders::timestamp;
            case INSTANT -> MysqlColumnReaders::instant;
            case BITS -> bits(TypeText.of(column.type()).number(0, 1));
            case GEOMETRY -> value -> value == null ? null : GeometryText.ofMysql(array(value));
            case ENUM, SET -> value -> value == null ? null : MysqlLabels.plain((String) value);
            case TEXT -> value -> value == null ? null : text(schema, value);
            case JSON -> value -> value == null ? null : json(schema, value);
            case OPAQUE -> value -> (String) value;
            case INTERVAL, UUID, ARRAY ->
                    throw new IllegalArgumentException(
                            "MySQL has no " + column.kind() + " (" + column.type() + ")");
        };
    }

    /// The log has JSON as a tree, of which nobody knows how the server spells it.
    private static String text(Schema schema, Object value) {
        if (isJson(schema)) {
            throw new IllegalArgumentException("it was JSON before the column was altered");
        }
        return FormerType.text(value);
    }

    private static String json(Schema schema, Object value) {
        return isJson(schema) ? (String) value : JsonText.normal(FormerType.text(value));
    }

    private static boolean isJson(Schema schema) {
        return MysqlEncoding.JSON.equals(schema.name());
    }

    private static byte[] array(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static @Nullable Object date(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        int days = (Integer) value;
        return days == MysqlEncoding.ZERO_DAYS ? Special.ZERO_DATE : LocalDate.ofEpochDay(days);
    }

    private static @Nullable Object time(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        long micros = (Long) value;
        return Duration.ofSeconds(seconds(micros), nanos(micros));
    }

    private static @Nullable Object timestamp(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        long micros = (Long) value;
        return micros == MysqlEncoding.ZERO_MICROS
                ? Special.ZERO_DATE
                : LocalDateTime.ofEpochSecond(seconds(micros), nanos(micros), ZoneOffset.UTC);
    }

    private static @Nullable Object instant(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        long micros = (Long) value;
        return micros == MysqlEncoding.ZERO_MICROS
                ? Special.ZERO_DATE
                : Instant.ofEpochSecond(seconds(micros), nanos(micros));
    }

    private static long seconds(long micros) {
        return Math.floorDiv(micros, MysqlEncoding.MICROS_PER_SECOND);
    }

    private static int nanos(long micros) {
        return (int) Math.floorMod(micros, MysqlEncoding.MICROS_PER_SECOND) * 1_000;
    }

    /// Debezium gives a single bit as a boolean, more as bytes, the least significant first.
    private static ColumnReader bits(int length) {
        if (length == 1) {
            return value -> value == null ? null : (Boolean) value ? "1" : "0";
        }
        return value -> {
            if (value == null) {
                return null;
            }
            byte[] bytes = array(value);
            char[] bits = new char[length];
            for (int i = 0; i < length; i++) {
                boolean set = i / 8 < bytes.length && (bytes[i / 8] >> (i % 8) & 1) == 1;
                bits[length - 1 - i] = set ? '1' : '0';
            }
            return new String(bits);
        };
    }
}
