package dev.duet.apply.postgres;

import dev.duet.apply.postgres.PostgresParameter.Comparison;
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

/// Chooses how each PostgreSQL column is written, once per table. Start here; the result is a
/// [PostgresParameter].
public final class PostgresParameters {
    private PostgresParameters() {}

    public static PostgresParameter of(Column column) {
        TypeText type = TypeText.of(column.type());
        return new PostgresParameter(
                castType(type), comparison(type, column.kind()), text(type, column.kind()));
    }

    private static Comparison comparison(TypeText type, Kind kind) {
        return switch (kind) {
            case TEXT ->
                    type.name().equals("\"char\"") || type.name().equals("name")
                            ? Comparison.AS_TEXT
                            : Comparison.LETTERS;
            case INTERVAL, GEOMETRY -> Comparison.AS_TEXT;
            case OPAQUE -> type.name().equals("xml") ? Comparison.AS_TEXT : Comparison.PLAIN;
            case JSON -> type.name().endsWith("hstore") ? Comparison.PLAIN : Comparison.AS_JSONB;
            case BITS -> Comparison.AS_VARBIT;
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
                    UUID,
                    ENUM,
                    SET,
                    ARRAY ->
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
            // Money's own input hangs on the server's locale; a number's does not.
            case "money" -> "numeric::money";
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
            case INTEGER, FLOAT, DOUBLE, TEXT, INTERVAL, UUID, ENUM, SET, BITS, OPAQUE ->
                    Object::toString;
            case DECIMAL ->
                    value ->
                            value instanceof BigDecimal number
                                    ? Decimals.text(number)
                                    : special(value);
            case BYTES -> value -> "\\x" + HexFormat.of().formatHex(((Bytes) value).content());
            case DATE ->
                    value ->
                            value instanceof LocalDate date
                                    ? PostgresMoments.date(date)
                                    : special(value);
            case TIME -> value -> TimeText.format((Duration) value);
            case TIMESTAMP ->
                    value ->
                            value instanceof LocalDateTime time
                                    ? PostgresMoments.timestamp(time)
                                    : special(value);
            case INSTANT ->
                    value ->
                            value instanceof Instant time
                                    ? PostgresMoments.instant(time)
                                    : special(value);

            case JSON ->
                    type.name().endsWith("hstore")
                            ? value -> PostgresLiterals.hstore((String) value)
                            : Object::toString;
            case ARRAY -> value -> PostgresLiterals.array((String) value);
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
