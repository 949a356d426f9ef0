package dev.duet.apply.postgres;

import dev.duet.apply.SelectedColumn;
import dev.duet.schemas.Column;
import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.GeometryText;
import dev.duet.schemas.types.IntervalText;
import dev.duet.schemas.types.Special;
import dev.duet.schemas.types.TimeText;
import dev.duet.schemas.types.TypeText;
import dev.duet.schemas.types.postgres.PostgresMicros;
import dev.duet.schemas.types.postgres.PostgresText;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;

/// Chooses how each PostgreSQL column is read, once per table; the way back of
/// [PostgresParameters].
///
/// Floats and moments are asked for in the server's binary form, which is exact and hangs on no
/// setting, as their texts do: DateStyle, TimeZone, IntervalStyle, extra_float_digits.
final class PostgresSelection {
    private static final LocalDate DAY_ZERO = LocalDate.of(2000, 1, 1);

    private PostgresSelection() {}

    static SelectedColumn of(Column column) {
        TypeText type = TypeText.of(column.type());
        String name = PostgresStatement.quoted(column.name());
        return switch (column.kind()) {
            case BOOLEAN -> SelectedColumn.text(column, name + "::text", Boolean::valueOf);
            case INTEGER -> SelectedColumn.text(column, name + "::text", Long::valueOf);
            case DECIMAL ->
                    SelectedColumn.text(
                            column, name + "::numeric::text", PostgresSelection::decimal);
            case FLOAT -> binary(column, "float4send", ByteBuffer::getFloat);
            case DOUBLE -> binary(column, "float8send", ByteBuffer::getDouble);
            case BYTES -> SelectedColumn.bytes(column, name, Bytes::of);
            case DATE -> binary(column, "date_send", PostgresSelection::date);
            case TIME -> binary(column, "time_send", sent -> TimeText.ofMicros(sent.getLong()));
            case TIMESTAMP ->
                    binary(
                            column,
                            "timestamp_send",
                            sent -> PostgresMicros.timestamp(sent.getLong()));
            case INSTANT ->
                    binary(
                            column,
                            "timestamptz_send",
                            sent -> PostgresMicros.instant(sent.getLong()));
            case INTERVAL -> binary(column, "interval_send", PostgresSelection::interval);
            case GEOMETRY -> binary(column, "point_send", PostgresSelection::point);
            case TEXT, UUID, JSON, ENUM, SET, BITS, ARRAY ->
                    SelectedColumn.text(
                            column, name + "::text", PostgresText.of(type, column.kind())::read);
            case OPAQUE -> SelectedColumn.text(column, spelled(name), text -> text);
        };
    }

    /// As the log spells it: a cast to text would add the mask to an inet.
    private static String spelled(String name) {
        return "CASE WHEN " + name + " IS NOT NULL THEN format('%s', " + name + ") END";
    }

    /// Reads what a type's send function gave.
    @FunctionalInterface
    private interface Sent {
        Object read(ByteBuffer bytes);
    }

    private static SelectedColumn binary(Column column, String function, Sent sent) {
        return SelectedColumn.bytes(
                column,
                function + "(" + PostgresStatement.quoted(column.name()) + ")",
                bytes -> sent.read(ByteBuffer.wrap(bytes)));
    }

    private static Object decimal(String text) {
        return switch (text) {
            case "NaN" -> Special.NAN;
            case "Infinity" -> Special.INFINITY;
            case "-Infinity" -> Special.NEGATIVE_INFINITY;
            default -> Decimals.normal(new BigDecimal(text));
        };
    }

    private static Object date(ByteBuffer sent) {
        int days = sent.getInt();
        return switch (days) {
            case Integer.MAX_VALUE -> Special.INFINITY;
            case Integer.MIN_VALUE -> Special.NEGATIVE_INFINITY;
            default -> DAY_ZERO.plusDays(days);
        };
    }

    private static Object interval(ByteBuffer sent) {
        long micros = sent.getLong();
        long days = sent.getInt();
        long months = sent.getInt();
        return new IntervalText(months, days, micros).toString();
    }

    private static Object point(ByteBuffer sent) {
        double x = sent.getDouble();
        double y = sent.getDouble();
        return GeometryText.point(0, x, y);
    }
}
