package dev.duet.apply.postgres;

import dev.duet.schemas.Column;
import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Special;
import dev.duet.schemas.types.TimeText;
import dev.duet.schemas.types.TypeText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How one PostgreSQL column's values are written: each as its text in a `text[]` parameter, cast to the column's type.
///
/// `INSERT INTO t (a) SELECT ` + [#value]`("v.a") + FROM unnest(?::text[]) AS v(a)`. The casts name no length and no
/// precision, for an explicit cast would cut a value to them without a word, where the assignment after it complains.
/// Immutable; made once per column.
public final class PostgresParameters {
    private final String castType;
    private final Comparison comparison;
    private final Function<Object, String> text;

    private PostgresParameters(String castType, Comparison comparison, Function<Object, String> text) {
        this.castType = castType;
        this.comparison = comparison;
        this.text = text;
    }

    public static PostgresParameters of(Column column) {
        TypeText type = TypeText.of(column.type());
        String castType = castType(type);
        return new PostgresParameters(castType, comparison(type, column.kind()), text(type, column.kind()));
    }

    /// The type a parameter's text is cast to, without modifiers.
    public String castType() {
        return castType;
    }

    /// An expression of the column's type from one of type text: `v.a::int8`.
    public String value(String source) {
        // Money's own input hangs on the server's locale; a number's does not.
        return castType.equals("money") ? source + "::numeric::money" : source + "::" + castType;
    }

    /// A condition that the column holds exactly the value of a text expression, null included, by bytes where that matters:
    /// `t.a IS NOT DISTINCT FROM v.a::int8`.
    public String matches(String column, String source) {
        return switch (comparison) {
            case PLAIN -> column + " IS NOT DISTINCT FROM " + value(source);
            case BYTEWISE -> column + "::text COLLATE \"C\" IS NOT DISTINCT FROM " + source + "::text COLLATE \"C\"";
            case AS_TEXT -> column + "::text IS NOT DISTINCT FROM " + value(source) + "::text";
            case AS_JSONB -> column + "::jsonb IS NOT DISTINCT FROM " + source + "::jsonb";
            case AS_JSONB_ARRAY -> column + "::jsonb[] IS NOT DISTINCT FROM " + source + "::jsonb[]";
            case AS_VARBIT -> column + "::varbit IS NOT DISTINCT FROM " + source + "::varbit";
        };
    }

    /// The value as PostgreSQL reads it; null for null.
    public @Nullable String text(@Nullable Object value) {
        return value == null ? null : text.apply(value);
    }

    private enum Comparison {
        PLAIN,
        /// Not as a collation sees it, nor as citext does.
        BYTEWISE,
        /// For types without equality, and for intervals, whose equality takes a month for 30 days.
        AS_TEXT,
        AS_JSONB,
        AS_JSONB_ARRAY,
        AS_VARBIT
    }

    private static Comparison comparison(TypeText type, Kind kind) {
        return switch (kind) {
            case TEXT -> type.name().equals("\"char\"") || type.name().equals("name") ? Comparison.AS_TEXT : Comparison.BYTEWISE;
            case INTERVAL, GEOMETRY -> Comparison.AS_TEXT;
            case OPAQUE -> type.name().equals("xml") ? Comparison.AS_TEXT : Comparison.PLAIN;
            case JSON -> type.name().endsWith("hstore") ? Comparison.PLAIN : Comparison.AS_JSONB;
            case ARRAY -> type.name().equals("json") ? Comparison.AS_JSONB_ARRAY : Comparison.PLAIN;
            case BITS -> Comparison.AS_VARBIT;
            case BOOLEAN, INTEGER, DECIMAL, FLOAT, DOUBLE, BYTES, DATE, TIME, TIMESTAMP, INSTANT, UUID, ENUM, SET ->
                Comparison.PLAIN;
        };
    }

    private static String castType(TypeText type) {
        String name = type.typeName() == null ? plainName(type.name()) : type.typeName();
        return type.array() ? name + "[]" : name;
    }

    private static String plainName(String name) {
        return switch (name) {
            case "boolean" -> "bool";
            case "smallint" -> "int2";
            case "integer" -> "int4";
            case "bigint" -> "int8";
            case "real" -> "float4";
            case "double precision" -> "float8";
            case "character varying" -> "varchar";
            case "character" -> "bpchar";
            case "bit", "bit varying" -> "varbit";
            case "time without time zone" -> "time";
            case "timestamp without time zone" -> "timestamp";
            case "timestamp with time zone" -> "timestamptz";
            default -> name;
        };
    }

    private static Function<Object, String> text(TypeText type, Kind kind) {
        return switch (kind) {
            case BOOLEAN -> value -> (Boolean) value ? "t" : "f";
            case INTEGER, FLOAT, DOUBLE, TEXT, UUID, ENUM, SET, BITS, OPAQUE -> Object::toString;
            case DECIMAL -> value -> value instanceof BigDecimal number ? Decimals.text(number) : special(value);
            case BYTES -> value -> "\\x" + HexFormat.of().formatHex(((Bytes) value).content());
            case DATE -> value -> value instanceof LocalDate date ? PostgresMoments.date(date) : special(value);
            case TIME -> value -> TimeText.format((Duration) value);
            case TIMESTAMP -> value -> value instanceof LocalDateTime time ? PostgresMoments.timestamp(time) : special(value);
            case INSTANT -> value -> value instanceof Instant time ? PostgresMoments.instant(time) : special(value);
            case INTERVAL -> value -> value instanceof String text ? text : special(value);
            case JSON -> type.name().endsWith("hstore") ? value -> PostgresLiterals.hstore((String) value) : Object::toString;
            case ARRAY -> value -> PostgresLiterals.array((String) value, type.name().startsWith("json"));
            case GEOMETRY -> value -> PostgresLiterals.point((String) value);
        };
    }


    private static String special(Object value) {
        return switch ((Special) value) {
            case NAN -> "NaN";
            case INFINITY -> "infinity";
            case NEGATIVE_INFINITY -> "-infinity";
            case ZERO_DATE -> throw new IllegalArgumentException("PostgreSQL has no zero date");
        };
    }
}
