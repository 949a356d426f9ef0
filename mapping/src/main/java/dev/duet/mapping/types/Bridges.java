package dev.duet.mapping.types;

import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.Kind;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
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
            case INTERVAL -> new TextForms(this).intervals();
            case UUID -> new TextForms(this).uuids();
            case JSON -> new Documents(this).json();
            case ARRAY -> new Documents(this).arrays();
            case ENUM -> new TextForms(this).enums();
            case BITS -> new TextForms(this).bits();
            case GEOMETRY -> right.kind() == Kind.GEOMETRY ? new Points(this).pair() : refused();
            case OPAQUE -> new TextForms(this).opaque();
            case SET -> refused();
        };
    }

    private TypePair booleans() {
        String name = "true is 1, false is 0";
        boolean holdsOne = right.kind() == Kind.INTEGER && right.domain().misfit(1L) == null;
        if (holdsOne) {
            return conversion(
                    name,
                    Cover.ALL_BUT_ODD,
                    "other numbers are refused",
                    value -> (Boolean) value ? 1L : 0L,
                    back.parsing("0 or 1", Bridges::truth));
        }
        if (right.kind() == Kind.BITS && right.domain().misfit("1") == null) {
            return conversion(
                    name, Cover.ALL, "", value -> (Boolean) value ? "1" : "0", "1"::equals);
        }
        return refused();
    }

    private static @Nullable Object truth(Object value) {
        long number = (Long) value;
        if (number == 0) {
            return Boolean.FALSE;
        }
        return number == 1 ? Boolean.TRUE : null;
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
                yield respelling(
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
        return new TypePair.Conversion(name, note, cover, false, toMysql, toPostgres);
    }

    /// A conversion in which several texts or arrays are one value.
    TypePair respelling(
            String name,
            Cover cover,
            String note,
            ValueFunction toMysql,
            ValueFunction toPostgres) {
        return new TypePair.Conversion(name, note, cover, true, toMysql, toPostgres);
    }

    TypePair refused() {
        return new TypePair.Refused(
                "no exact rule between " + left.spelled() + " and " + right.spelled(),
                "declare one side as a counterpart of the other; for "
                        + left.spelled()
                        + ": "
                        + Counterparts.of(left));
    }

    static boolean covers(ColumnType target, ColumnType source) {
        return target.domain().of(source.domain()) == Cover.ALL;
    }

    Cover cover() {
        return right.domain().of(left.domain()).and(left.domain().of(right.domain()));
    }

    private String limits() {
        String mysql = covers(right, left) ? "" : "MySQL holds " + right.domain().limits();
        String postgres = covers(left, right) ? "" : "PostgreSQL holds " + left.domain().limits();
        return mysql.isEmpty() || postgres.isEmpty() ? mysql + postgres : mysql + "; " + postgres;
    }
}
