package dev.duet.capture.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.capture.ColumnReader;
import dev.duet.schemas.Column;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Special;
import dev.duet.schemas.types.postgres.PostgresMicros;

import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PGInterval;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/// Per kind: a value, null, the least, the greatest, the odd ones.
final class PostgresColumnReadersTest {
    private static Object read(Kind kind, String type, Object value) {
        ColumnReader reader =
                PostgresColumnReaders.reader(
                        new Column("c", type, kind, true), Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(reader.read(null)).isNull();
        return reader.read(value);
    }

    /// Rows that were logged before their column was altered.
    @Test
    void ofAnEarlierType() {
        assertThat(read(Kind.TEXT, "character varying(9)", -7)).isEqualTo("-7");
        assertThat(read(Kind.TEXT, "character varying(9)", new BigDecimal("1.50")))
                .isEqualTo("1.50");
        assertThat(read(Kind.INTEGER, "bigint", "12")).isEqualTo(12L);
        assertThat(read(Kind.INTEGER, "bigint", new BigDecimal("-1.5"))).isEqualTo(-2L);
        assertThat(read(Kind.DECIMAL, "decimal(5,2)", 3)).isEqualTo(new BigDecimal("3"));
        assertThatThrownBy(() -> read(Kind.INTEGER, "bigint", "a lot"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read(Kind.TEXT, "character varying(9)", 1.5))
                .hasMessageContaining("before the column was altered");
        assertThat(read(Kind.DOUBLE, "double precision", 3)).isEqualTo(3.0);
        assertThat(read(Kind.DOUBLE, "double precision", 0.5f)).isEqualTo(0.5);
        assertThat(read(Kind.FLOAT, "real", new BigDecimal("1.25"))).isEqualTo(1.25f);
        assertThatThrownBy(() -> read(Kind.INTEGER, "bigint", "1e999999999"))
                .hasMessageContaining("too large");
    }

    /// What is no number is known by the object that stands for it, whatever the column is now.
    @Test
    void marksOfAnEarlierType() {
        assertThat(read(Kind.TEXT, "text", PostgresEncoding.NAN)).isEqualTo("NaN");
        assertThat(read(Kind.TEXT, "text", PostgresEncoding.NEGATIVE_INFINITY))
                .isEqualTo("-Infinity");
        assertThat(read(Kind.DOUBLE, "double precision", PostgresEncoding.NAN))
                .isEqualTo(Double.NaN);
        assertThatThrownBy(() -> read(Kind.INTEGER, "bigint", PostgresEncoding.INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
        for (Object unchanged :
                List.of(
                        PostgresEncoding.UNCHANGED_TEXT,
                        PostgresEncoding.UNCHANGED_BYTES,
                        PostgresEncoding.UNCHANGED_NUMERIC)) {
            assertThat(read(Kind.TEXT, "text", unchanged)).isEqualTo(Unchanged.VALUE);
            assertThat(read(Kind.DECIMAL, "numeric", unchanged)).isEqualTo(Unchanged.VALUE);
            assertThat(read(Kind.JSON, "jsonb", unchanged)).isEqualTo(Unchanged.VALUE);
            assertThat(read(Kind.DOUBLE, "double precision", unchanged)).isEqualTo(Unchanged.VALUE);
        }
    }

    @Test
    void numbers() {
        assertThat(read(Kind.INTEGER, "integer", 1)).isEqualTo(1L);
        assertThat(read(Kind.INTEGER, "bigint", Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(read(Kind.DECIMAL, "numeric", new BigDecimal("100.00")))
                .isEqualTo(new BigDecimal("1E2"));
        assertThat(read(Kind.DECIMAL, "numeric", PostgresEncoding.NAN)).isEqualTo(Special.NAN);
        assertThat(read(Kind.DECIMAL, "numeric", new BigDecimal("0.2")))
                .isEqualTo(new BigDecimal("0.2"));
        assertThat(read(Kind.DECIMAL, "numeric", PostgresEncoding.UNCHANGED_NUMERIC))
                .isEqualTo(Unchanged.VALUE);
        assertThat(read(Kind.DOUBLE, "double precision", Double.NaN)).isEqualTo(Double.NaN);
    }

    @Test
    void textsAndBytes() {
        assertThat(read(Kind.TEXT, "text", "a ")).isEqualTo("a ");
        assertThat(read(Kind.TEXT, "character(5)", "a b  ")).isEqualTo("a b");
        assertThat(read(Kind.TEXT, "text", PostgresEncoding.UNCHANGED_TEXT))
                .isEqualTo(Unchanged.VALUE);
        assertThat(read(Kind.TEXT, "text", "unchanged")).isEqualTo("unchanged");
        assertThat(read(Kind.BYTES, "bytea", new byte[] {})).isEqualTo(Bytes.of(new byte[] {}));
        assertThat(read(Kind.BYTES, "bytea", PostgresEncoding.UNCHANGED_BYTES))
                .isEqualTo(Unchanged.VALUE);
    }

    @Test
    void moments() {
        assertThat(read(Kind.DATE, "date", 0)).isEqualTo(LocalDate.EPOCH);
        assertThat(read(Kind.DATE, "date", PostgresEncoding.INFINITY_DAYS))
                .isEqualTo(Special.INFINITY);
        for (String text :
                new String[] {
                    "2024-02-29T12:34:56.789012",
                    "-4712-01-01T00:00:00",
                    "+294276-12-31T23:59:59.999999"
                }) {
            Instant instant = Instant.parse(text + "Z");
            long micros = PostgresMicros.of(instant);
            assertThat(read(Kind.INSTANT, "timestamp with time zone", micros)).isEqualTo(instant);
            assertThat(read(Kind.TIMESTAMP, "timestamp without time zone", micros))
                    .isEqualTo(LocalDateTime.parse(text));
        }
        assertThat(read(Kind.INSTANT, "timestamp with time zone", Long.MIN_VALUE))
                .isEqualTo(Special.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "text[] | {a,NULL,\"b \\\"c\\\\\"} | [\"a\",null,\"b \\\"c\\\\\"]",
                "text[] | {} | []",
                "text[] | {{a,b},{c,d}} | [[\"a\",\"b\"],[\"c\",\"d\"]]",
                "text[] | {\"NULL\",\"\"} | [\"NULL\",\"\"]",
                "text[] | [0:1]={a,b} | [0:1]={a,b}",
                "integer[] | {1,NULL} | [1,null]",
                "numeric[] | {1.50,NaN} | [1.5,\"NaN\"]",
                "double precision[] | {1e+20,-Infinity} | [100000000000000000000,\"-Infinity\"]",
                "boolean[] | {t,f} | [true,false]",
            })
    void arrays(String type, String text, String expected) {
        assertThat(read(Kind.ARRAY, type, text)).isEqualTo(expected);
    }

    @Test
    void documents() {
        assertThat(read(Kind.JSON, "json", "{ \"b\":1, \"a\":2 }")).isEqualTo("{\"a\":2,\"b\":1}");
        assertThat(read(Kind.JSON, "hstore", "\"k\"=>\"v\\\"\", \"n\"=>NULL"))
                .isEqualTo("{\"k\":\"v\\\"\",\"n\":null}");
        assertThat(read(Kind.JSON, "hstore", "")).isEqualTo("{}");
        assertThat(read(Kind.GEOMETRY, "point", "(1.5,-2)"))
                .isEqualTo("0;0101000000000000000000f83f00000000000000c0");
    }

    @ParameterizedTest
    @CsvSource({
        "1 year 2 mons -3 days +04:05:06.789, P1Y2M-3DT4H5M6.789S",
        "00:00:00, PT0S",
        "-00:00:00.000001, PT-0.000001S",
        "100:00:00, PT100H",
        "-1 mons +2 days, P-1M2D",
    })
    void intervals(String text, String expected) throws SQLException {
        assertThat(PostgresIntervals.text(new PGInterval(text))).isEqualTo(expected);
    }
}
