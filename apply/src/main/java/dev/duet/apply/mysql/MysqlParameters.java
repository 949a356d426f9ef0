package dev.duet.apply.mysql;

import dev.duet.apply.mysql.MysqlParameter.Comparison;
import dev.duet.schemas.Column;
import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.GeometryText;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Special;
import dev.duet.schemas.types.TimeText;
import dev.duet.schemas.types.TypeText;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;

/// Chooses how each MySQL column is written, once per table. Start here; the result is a
/// [MysqlParameter].
public final class MysqlParameters {
    private MysqlParameters() {}

    public static MysqlParameter of(Column column) {
        TypeText type = TypeText.of(column.type());
        Kind kind = column.kind();
        return new MysqlParameter(placeholder(kind), comparison(type, kind), jdbcValue(kind));
    }

    private static Comparison comparison(TypeText type, Kind kind) {
        return switch (kind) {
            case TEXT ->
                    type.charset().equals("utf8mb4") ? Comparison.LETTERS : Comparison.CONVERTED;
            case ENUM, SET -> Comparison.CONVERTED;
            case GEOMETRY -> Comparison.AS_BYTES;
            case JSON -> Comparison.AS_PARSED;
            case BOOLEAN,
                    INTEGER,
                    DECIMAL,
                    FLOAT,
                    DOUBLE,
                    BYTES,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    INSTANT,
                    INTERVAL,
                    UUID,
                    BITS,
                    ARRAY,
                    OPAQUE ->
                    Comparison.PLAIN;
        };
    }

    private static String placeholder(Kind kind) {
        return switch (kind) {
            case FLOAT, DOUBLE -> "CAST(? AS DOUBLE)";
            case DATE -> "CAST(? AS DATE)";
            case TIME -> "CAST(? AS TIME(6))";
            case TIMESTAMP, INSTANT -> "CAST(? AS DATETIME(6))";
            case JSON -> "CAST(? AS JSON)";
            case BITS -> "CAST(? AS UNSIGNED)";
            case BOOLEAN,
                    INTEGER,
                    DECIMAL,
                    TEXT,
                    BYTES,
                    INTERVAL,
                    UUID,
                    ENUM,
                    SET,
                    ARRAY,
                    GEOMETRY,
                    OPAQUE ->
                    "?";
        };
    }

    private static Function<Object, Object> jdbcValue(Kind kind) {
        return switch (kind) {
            case BOOLEAN, INTEGER, DECIMAL, TEXT, JSON, ENUM, SET -> value -> value;
            case FLOAT, DOUBLE -> value -> Double.toString(((Number) value).doubleValue());
            case BYTES -> value -> ((Bytes) value).content();
            case DATE ->
                    value -> value instanceof LocalDate date ? date.toString() : zero(value, "");
            case TIME -> value -> TimeText.format((Duration) value);
            case TIMESTAMP ->
                    value ->
                            value instanceof LocalDateTime time
                                    ? timestamp(time)
                                    : zero(value, " 00:00:00");
            case INSTANT ->
                    value ->
                            value instanceof Instant instant
                                    ? timestamp(LocalDateTime.ofInstant(instant, ZoneOffset.UTC))
                                    : zero(value, " 00:00:00");
            case BITS -> value -> Long.toUnsignedString(Long.parseUnsignedLong((String) value, 2));
            case GEOMETRY -> value -> GeometryText.toMysql((String) value);
            case INTERVAL, UUID, ARRAY, OPAQUE ->
                    throw new IllegalArgumentException("MySQL has no " + kind);
        };
    }

    private static String timestamp(LocalDateTime time) {
        StringBuilder out = new StringBuilder(26);
        out.append(time.toLocalDate()).append(' ');
        return out.append(TimeText.format(Duration.ofNanos(time.toLocalTime().toNanoOfDay())))
                .toString();
    }

    private static String zero(Object value, String time) {
        if (value != Special.ZERO_DATE) {
            throw new IllegalArgumentException("MySQL has no " + ((Special) value).text());
        }
        return Special.ZERO_DATE.text() + time;
    }
}
