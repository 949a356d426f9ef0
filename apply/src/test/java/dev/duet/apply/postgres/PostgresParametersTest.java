package dev.duet.apply.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.Column;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Per kind: a value, the least, the greatest, the odd ones, as PostgreSQL reads them.
final class PostgresParametersTest {
    private static PostgresParameter parameter(String type, Kind kind) {
        return PostgresParameters.of(new Column("c", type, kind, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "boolean | BOOLEAN | true | bool | t",
                "integer | INTEGER | -1 | int4 | -1",
                "numeric(10,2) | DECIMAL | 100 | numeric | 100",
                "numeric | DECIMAL | NaN | numeric | NaN",
                "money | DECIMAL | 1.5 | numeric::money | 1.5",
                "real | FLOAT | NaN | float4 | NaN",
                "double precision | DOUBLE | infinity | float8 | Infinity",
                "character varying(5) | TEXT | a | varchar | a",
                "character(5) | TEXT | a | bpchar | a",
                "bytea | BYTES | 00ff | bytea | \\x00ff",
                "date | DATE | 2024-02-29 | date | 2024-02-29",
                "date | DATE | +10000-01-01 | date | 10000-01-01",
                "date | DATE | -0043-03-15 | date | 0044-03-15 BC",
                "date | DATE | infinity | date | infinity",
                "time without time zone | TIME | 24:00:00 | time | 24:00:00",
                "timestamp(3) without time zone | TIMESTAMP | 2024-02-29T12:34:56.7 | timestamp |"
                        + " 2024-02-29 12:34:56.7",
                "timestamp with time zone | INSTANT | 2024-02-29T12:34:56Z | timestamptz |"
                        + " 2024-02-29 12:34:56+00",
                "timestamp with time zone | INSTANT | -4712-01-01T00:00:00Z | timestamptz |"
                        + " 4713-01-01 00:00:00+00 BC",
                "interval | INTERVAL | P1Y-3DT0.5S | interval | P1Y-3DT0.5S",
                "uuid | UUID | a0 | uuid | a0",
                "jsonb | JSON | {\"a\":1} | jsonb | {\"a\":1}",
                "hstore | JSON | {\"k\":\"v\",\"n\":null} | hstore | \"k\"=>\"v\",\"n\"=>NULL",
                "x.mood enum('a') | ENUM | a | x.mood | a",
                "bit(3) | BITS | 010 | varbit | 010",
                "text[] | ARRAY | [\"a\",null,\"b\\\"\"] | text[] | {\"a\",NULL,\"b\\\"\"}",
                "integer[] | ARRAY | [[1,2],[3,4]] | int4[] | {{1,2},{3,4}}",
                "text[] | ARRAY | [0:1]={a,b} | text[] | [0:1]={a,b}",
                "point | GEOMETRY | 0;0101000000000000000000f83f00000000000000c0 | point |"
                        + " (1.5,-2.0)",
                "inet | OPAQUE | 10.0.0.0/8 | inet | 10.0.0.0/8",
            })
    void textAndCast(String type, Kind kind, String value, String cast, String text) {
        assertThat(parameter(type, kind).castType()).isEqualTo(cast);
        assertThat(parameter(type, kind).text(kind.parse(value))).isEqualTo(text);
    }

    @Test
    void guardsCompareLettersAndParsedJson() {
        assertThat(parameter("integer", Kind.INTEGER).equality("t.a", "v.a::int4"))
                .isEqualTo("t.a IS NOT DISTINCT FROM v.a::int4");
        assertThat(parameter("citext", Kind.TEXT).equality("t.a", "v.a::citext"))
                .isEqualTo(
                        "t.a::text COLLATE \"C\" IS NOT DISTINCT FROM v.a::citext::text COLLATE"
                                + " \"C\"");
        assertThat(parameter("json", Kind.JSON).equality("t.a", "v.a::json"))
                .isEqualTo("t.a::jsonb IS NOT DISTINCT FROM v.a::json::jsonb");
        assertThat(parameter("interval", Kind.INTERVAL).equality("t.a", "v.a::interval"))
                .isEqualTo("t.a::text IS NOT DISTINCT FROM v.a::interval::text");
    }
}
