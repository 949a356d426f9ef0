package dev.duet.apply.mysql;

import dev.duet.apply.SelectedColumn;
import dev.duet.schemas.Column;
import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.GeometryText;
import dev.duet.schemas.types.JsonText;
import dev.duet.schemas.types.Padding;
import dev.duet.schemas.types.Special;
import dev.duet.schemas.types.TimeText;
import dev.duet.schemas.types.TypeText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.function.Function;

/// Chooses how each MySQL column is read, once per table; the way back of [MysqlParameters].
///
/// Texts are selected as they are: the driver decodes each character set with the same tables as
/// the log's reader. Moments come as the server spells them, so the driver's calendars have no say.
final class MysqlSelection {
    private static final int MICROS_DIGITS = 6;
    private static final int DATE_END = 10;

    private MysqlSelection() {}

    static SelectedColumn of(Column column) {
        TypeText type = TypeText.of(column.type());
        String name = MysqlName.of(column);
        return switch (column.kind()) {
            // A sum is a plain number, where the driver knows years and single bits.
            case INTEGER -> SelectedColumn.ascii(column, name + " + 0", Long::valueOf);
            case DECIMAL ->
                    SelectedColumn.ascii(
                            column, name, text -> Decimals.normal(new BigDecimal(text)));
            // A float itself would be shown with six digits.
            case FLOAT ->
                    SelectedColumn.ascii(
                            column,
                            cast(name, "DOUBLE"),
                            text -> (Object) (float) Double.parseDouble(text));
            case DOUBLE -> SelectedColumn.ascii(column, cast(name, "DOUBLE"), Double::valueOf);
            // PAD_CHAR_TO_FULL_LENGTH adds blanks that are not in the log.
            case TEXT ->
                    SelectedColumn.text(
                            column,
                            name,
                            type.name().equals("char") ? Padding::stripped : text -> text);
            case ENUM, SET, OPAQUE -> SelectedColumn.text(column, name, text -> text);
            case JSON -> SelectedColumn.text(column, name, JsonText::normal);
            case BYTES -> SelectedColumn.bytes(column, name, Bytes::of);
            case GEOMETRY -> SelectedColumn.bytes(column, name, GeometryText::ofMysql);
            case BITS ->
                    SelectedColumn.text(
                            column,
                            "LPAD(BIN(" + name + "), " + type.number(0, 1) + ", '0')",
                            text -> text);
            case DATE ->
                    SelectedColumn.ascii(
                            column, cast(name, "CHAR"), unlessZero(column, MysqlSelection::date));
            case TIME -> SelectedColumn.ascii(column, cast(name, "CHAR"), TimeText::parse);
            case TIMESTAMP ->
                    SelectedColumn.ascii(
                            column,
                            cast(name, "CHAR"),
                            unlessZero(column, MysqlSelection::timestamp));
            // Of a timestamp that is what the server keeps, whatever the session's time zone.
            case INSTANT ->
                    SelectedColumn.ascii(
                            column,
                            "UNIX_TIMESTAMP(" + name + ")",
                            text -> instant(column, new BigDecimal(text)));
            case BOOLEAN, INTERVAL, UUID, ARRAY ->
                    throw new IllegalArgumentException(
                            "MySQL has no " + column.kind() + " (" + column.type() + ")");
        };
    }

    private static String cast(String name, String type) {
        return "CAST(" + name + " AS " + type + ")";
    }

    private static Function<String, @Nullable Object> unlessZero(
            Column column, Function<String, Object> moment) {
        return text -> {
            boolean zero =
                    text.startsWith("0000")
                            || text.startsWith("-00", 4)
                            || text.startsWith("-00", 7);
            return zero ? zero(column) : moment.apply(text);
        };
    }

    /// `2026-11-29`, digit by digit: the general parser takes longer than all the rest of a row.
    private static LocalDate date(String text) {
        return LocalDate.of(
                Integer.parseInt(text, 0, 4, 10),
                Integer.parseInt(text, 5, 7, 10),
                Integer.parseInt(text, 8, DATE_END, 10));
    }

    /// The same with a time of day behind it.
    private static LocalDateTime timestamp(String text) {
        return date(text).atStartOfDay().plus(TimeText.parse(text.substring(DATE_END + 1)));
    }

    private static @Nullable Object instant(Column column, BigDecimal seconds) {
        if (seconds.signum() == 0) {
            return zero(column);
        }
        long micros = seconds.movePointRight(MICROS_DIGITS).longValueExact();
        return Instant.EPOCH.plus(TimeText.ofMicros(micros));
    }

    /// A zero date where null is allowed comes as null from the log.
    private static @Nullable Object zero(Column column) {
        return column.nullable() ? null : Special.ZERO_DATE;
    }
}
