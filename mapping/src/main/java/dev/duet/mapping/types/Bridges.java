package dev.duet.mapping.types;

import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.IntervalText;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.TimeText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/// Finds the rule between two columns: the same kind on both sides, or one of the stated
/// conversions below.
///
/// @param left PostgreSQL's
/// @param right MySQL's
record Bridges(ColumnType left, ColumnType right, Route there, Route back) {
    private static final int UUID_TEXT_LENGTH = 36;
    private static final int UUID_BYTES = 16;

    TypePair pair() {
        return switch (left.kind()) {
            case BOOLEAN -> booleans();
            case INTEGER, DECIMAL ->
                    right.kind() == Kind.INTEGER || right.kind() == Kind.DECIMAL
                            ? numbers()
                            : refused();
            case FLOAT, DOUBLE ->
                    right.kind() == Kind.FLOAT || right.kind() == Kind.DOUBLE
                            ? floats()
                            : refused();
            case TEXT -> texts();
            case BYTES, DATE, TIME -> left.kind() == right.kind() ? same() : refused();
            case TIMESTAMP, INSTANT -> moments();
            case INTERVAL -> intervals();
            case UUID -> uuids();
            case JSON -> new Documents(this).json();
            case ARRAY -> new Documents(this).arrays();
            case ENUM -> enums();
            case BITS -> bits();
            case GEOMETRY -> right.kind() == Kind.GEOMETRY ? new Points(this).pair() : refused();
            case OPAQUE -> right.kind() == Kind.TEXT ? opaque() : refused();
            case SET -> refused();
        };
    }

    private TypePair booleans() {
        return switch (right.kind()) {
            case INTEGER ->
                    conversion(
                            "true is 1, false is 0",
                            Cover.ALL_BUT_ODD,
                            "other numbers are refused",
                            value -> (Boolean) value ? 1L : 0L,
                            back.parsing(
                                    "0 or 1",
                                    value ->
                                            (Long) value == 0
                                                    ? Boolean.FALSE
                                                    : (Long) value == 1 ? Boolean.TRUE : null));
            case BITS ->
                    ((BitStrings) right.domain()).length() == 1
                            ? conversion(
                                    "true is 1, false is 0",
                                    Cover.ALL,
                                    "",
                                    value -> (Boolean) value ? "1" : "0",
                                    "1"::equals)
                            : refused();
            default -> refused();
        };
    }

    /// Both are [Numbers]; only their Java classes may differ.
    private TypePair numbers() {
        ValueFunction toMysql = there.into(right.domain()).then(carrier(left.kind(), right.kind()));
        ValueFunction toPostgres =
                back.into(left.domain()).then(carrier(right.kind(), left.kind()));
        boolean identity = left.kind() == right.kind();
        Cover rightHolds = right.domain().of(left.domain());
        Cover leftHolds = left.domain().of(right.domain());
        return plain(
                identity && rightHolds == Cover.ALL ? ValueFunction.IDENTITY : toMysql,
                identity && leftHolds == Cover.ALL ? ValueFunction.IDENTITY : toPostgres);
    }

    private static ValueFunction carrier(Kind from, Kind to) {
        if (from == to) {
            return ValueFunction.IDENTITY;
        }
        return to == Kind.DECIMAL
                ? value -> Decimals.normal(BigDecimal.valueOf((Long) value))
                : value -> ((BigDecimal) value).longValueExact();
    }

    private TypePair floats() {
        ValueFunction widen = value -> ((Number) value).doubleValue();
        ValueFunction narrow = value -> ((Number) value).floatValue();
        boolean same = left.kind() == right.kind();
        ValueFunction toMysql =
                same ? ValueFunction.IDENTITY : right.kind() == Kind.DOUBLE ? widen : narrow;
        ValueFunction toPostgres =
                same ? ValueFunction.IDENTITY : left.kind() == Kind.DOUBLE ? widen : narrow;
        return plain(
                there.into(right.domain()).then(toMysql),
                back.into(left.domain()).then(toPostgres));
    }

    private TypePair texts() {
        return switch (right.kind()) {
            case TEXT ->
                    plain(
                            covers(right, left)
                                    ? ValueFunction.IDENTITY
                                    : there.into(right.domain()),
                            back.into(left.domain()));
            case ENUM ->
                    conversion(
                            "the label as text",
                            Cover.SOME,
                            "other texts are refused",
                            there.into(right.domain()),
                            back.into(Labels.of(right.text().arguments(), false))
                                    .then(back.into(left.domain())));
            case SET -> {
                Labels members = (Labels) right.domain();
                yield conversion(
                        "the members joined by commas",
                        Cover.SOME,
                        "in the order of the definition; other members are refused",
                        there.parsing(
                                        "a list of members",
                                        value -> members.ordered(Labels.members((String) value)))
                                .then(there.into(members)),
                        back.into(left.domain()));
            }
            case JSON -> new Documents(this).jsonInText();
            default -> refused();
        };
    }

    private TypePair enums() {
        return switch (right.kind()) {
            case ENUM -> same();
            case TEXT ->
                    conversion(
                            "the label as text",
                            Cover.SOME,
                            "other texts are refused",
                            there.into(right.domain()),
                            back.into(left.domain()));
            default -> refused();
        };
    }

    private TypePair moments() {
        ValueFunction asInstant =
                value ->
                        value instanceof LocalDateTime time
                                ? time.toInstant(ZoneOffset.UTC)
                                : value;
        ValueFunction asTimestamp =
                value ->
                        value instanceof Instant time
                                ? LocalDateTime.ofInstant(time, ZoneOffset.UTC)
                                : value;
        if (left.kind() == right.kind()) {
            return same();
        }
        if (right.kind() == Kind.TIMESTAMP) {
            return conversion(
                    "the instant's date and time in UTC",
                    cover(),
                    limits(),
                    there.into(right.domain()).then(asTimestamp),
                    back.into(left.domain()).then(asInstant));
        }
        if (right.kind() == Kind.INSTANT) {
            return conversion(
                    "the date and time taken as UTC",
                    cover(),
                    limits(),
                    there.into(right.domain()).then(asInstant),
                    back.into(left.domain()).then(asTimestamp));
        }
        return refused();
    }

    private TypePair intervals() {
        return switch (right.kind()) {
            case TEXT ->
                    conversion(
                            "ISO 8601: P1Y2M3DT4H5M6.7S",
                            Cover.ALL_BUT_ODD,
                            "other texts are refused",
                            there.into(right.domain()),
                            back.parsing(
                                            "an ISO 8601 interval",
                                            value -> IntervalText.normal((String) value))
                                    .then(back.into(left.domain())));
            case TIME ->
                    conversion(
                            "hours, minutes and seconds",
                            Cover.SOME,
                            "intervals with days or months are refused",
                            there.parsing("a span of hours alone", Bridges::span)
                                    .then(there.into(right.domain())),
                            ((ValueFunction)
                                            value ->
                                                    IntervalText.ofMicros(
                                                                    TimeText.micros(
                                                                            (Duration) value))
                                                            .toString())
                                    .then(back.into(left.domain())));
            default -> refused();
        };
    }

    private static @Nullable Object span(Object value) {
        IntervalText interval = IntervalText.parse((String) value);
        boolean hours = interval.months() == 0 && interval.days() == 0;
        return hours ? TimeText.ofMicros(interval.micros()) : null;
    }

    private TypePair uuids() {
        return switch (right.kind()) {
            case TEXT ->
                    conversion(
                            "lower case with hyphens",
                            Cover.ALL_BUT_ODD,
                            "other texts are refused",
                            there.into(right.domain()),
                            back.parsing(
                                    "a UUID",
                                    value ->
                                            ((String) value).length() == UUID_TEXT_LENGTH
                                                    ? UUID.fromString((String) value).toString()
                                                    : null));
            case BYTES ->
                    conversion(
                            "16 bytes in the order of the text",
                            Cover.ALL_BUT_ODD,
                            "other lengths are refused",
                            ((ValueFunction) Bridges::uuidBytes).then(there.into(right.domain())),
                            back.parsing("16 bytes", value -> uuid((Bytes) value)));
            default -> refused();
        };
    }

    private static Object uuidBytes(Object value) {
        UUID uuid = UUID.fromString((String) value);
        ByteBuffer bytes = ByteBuffer.allocate(UUID_BYTES);
        return Bytes.of(
                bytes.putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array());
    }

    private static @Nullable Object uuid(Bytes bytes) {
        if (bytes.content().length != UUID_BYTES) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes.content());
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }

    private TypePair bits() {
        return switch (right.kind()) {
            case BITS -> same();
            case TEXT ->
                    conversion(
                            "0 and 1 as text",
                            Cover.ALL_BUT_ODD,
                            "other texts are refused",
                            there.into(right.domain()),
                            back.parsing(
                                            "a text of 0 and 1",
                                            value ->
                                                    ((String) value)
                                                                    .chars()
                                                                    .allMatch(
                                                                            c ->
                                                                                    c == '0'
                                                                                            || c
                                                                                                    == '1')
                                                            ? value
                                                            : null)
                                    .then(back.into(left.domain())));
            default -> refused();
        };
    }

    private TypePair opaque() {
        String type = left.text().name();
        return conversion(
                "PostgreSQL's own text",
                Cover.ALL_BUT_ODD,
                "other texts are refused",
                there.into(right.domain()),
                back.parsing(
                        "a text PostgreSQL's " + type + " reads",
                        value -> Spellings.normal(type, (String) value)));
    }

    TypePair same() {
        return plain(
                covers(right, left) ? ValueFunction.IDENTITY : there.into(right.domain()),
                covers(left, right) ? ValueFunction.IDENTITY : back.into(left.domain()));
    }

    TypePair plain(ValueFunction toMysql, ValueFunction toPostgres) {
        Cover cover = cover();
        return cover == Cover.ALL
                ? new TypePair.Lossless("", toMysql, toPostgres)
                : new TypePair.Narrowing(limits(), cover, toMysql, toPostgres);
    }

    TypePair conversion(
            String name,
            Cover cover,
            String note,
            ValueFunction toMysql,
            ValueFunction toPostgres) {
        return new TypePair.Conversion(name, note, cover, toMysql, toPostgres);
    }

    TypePair refused() {
        return new TypePair.Refused(
                "no exact rule between " + left.spelled() + " and " + right.spelled(),
                "declare one side as a counterpart of the other; for "
                        + left.spelled()
                        + ": "
                        + Counterparts.of(left));
    }

    private static boolean covers(ColumnType target, ColumnType source) {
        return target.domain().of(source.domain()) == Cover.ALL;
    }

    private Cover cover() {
        return right.domain().of(left.domain()).and(left.domain().of(right.domain()));
    }

    private String limits() {
        String mysql = covers(right, left) ? "" : "MySQL holds " + right.domain().limits();
        String postgres = covers(left, right) ? "" : "PostgreSQL holds " + left.domain().limits();
        return mysql.isEmpty() || postgres.isEmpty() ? mysql + postgres : mysql + "; " + postgres;
    }
}
