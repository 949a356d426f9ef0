package dev.duet.capture.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.capture.ColumnReader;
import dev.duet.schemas.Column;
import dev.duet.schemas.types.Bytes;
import dev.duet.schemas.types.JsonText;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Special;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/// Per kind: a value, null, the least, the greatest, the odd ones.
final class MysqlColumnReadersTest {
    private static final Schema JSON = SchemaBuilder.string().name(MysqlEncoding.JSON).build();

    private static Object read(Kind kind, String type, Object value) {
        return read(kind, type, Schema.OPTIONAL_STRING_SCHEMA, value);
    }

    private static Object read(Kind kind, String type, Schema schema, Object value) {
        ColumnReader reader = MysqlColumnReaders.reader(new Column("c", type, kind, true), schema);
        assertThat(reader.read(null)).isNull();
        return reader.read(value);
    }

    /// Rows that were logged before their column was altered.
    @Test
    void ofAnEarlierType() {
        assertThat(read(Kind.TEXT, "varchar(9)", -7)).isEqualTo("-7");
        assertThat(read(Kind.TEXT, "varchar(9)", new BigDecimal("1.50"))).isEqualTo("1.50");
        assertThat(read(Kind.INTEGER, "bigint", "12")).isEqualTo(12L);
        assertThat(read(Kind.INTEGER, "bigint", new BigDecimal("-1.5"))).isEqualTo(-2L);
        assertThat(read(Kind.DECIMAL, "decimal(5,2)", 3)).isEqualTo(new BigDecimal("3"));
        assertThatThrownBy(() -> read(Kind.INTEGER, "bigint", "a lot"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read(Kind.TEXT, "varchar(9)", 1.5))
                .hasMessageContaining("before the column was altered");
        assertThat(read(Kind.DOUBLE, "double", "1.5")).isEqualTo(1.5);
        assertThat(read(Kind.FLOAT, "float", 3)).isEqualTo(3f);
        assertThat(read(Kind.JSON, "json", "{\"b\": 1,  \"a\":2}"))
                .isEqualTo(JsonText.normal("{\"a\": 2, \"b\": 1}"));
        assertThat(read(Kind.JSON, "json", 5)).isEqualTo("5");
        assertThat(read(Kind.JSON, "json", JSON, "as it was")).isEqualTo("as it was");
        assertThatThrownBy(() -> read(Kind.JSON, "json", "no json"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read(Kind.TEXT, "text", JSON, "{}"))
                .hasMessageContaining("before the column was altered");
    }

    @Test
    void numbers() {
        assertThat(read(Kind.INTEGER, "int", 1)).isEqualTo(1L);
        assertThat(read(Kind.INTEGER, "bigint", Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(read(Kind.INTEGER, "smallint", (short) 7)).isEqualTo(7L);
        assertThat(read(Kind.DECIMAL, "decimal(5,2)", new BigDecimal("1.50")))
                .isEqualTo(new BigDecimal("1.5"));
        assertThat(read(Kind.FLOAT, "float", (double) 0.1f)).isEqualTo(0.1f);
        assertThat(read(Kind.DOUBLE, "double", 0.1)).isEqualTo(0.1);
    }

    @Test
    void bytesAndBits() {
        assertThat(read(Kind.BYTES, "blob", ByteBuffer.wrap(new byte[] {1, 2})))
                .isEqualTo(Bytes.of(new byte[] {1, 2}));
        assertThat(read(Kind.BITS, "bit(1)", true)).isEqualTo("1");
        assertThat(read(Kind.BITS, "bit(10)", new byte[] {1, 2})).isEqualTo("1000000001");
        assertThat(read(Kind.BITS, "bit(10)", new byte[] {})).isEqualTo("0000000000");
    }

    @Test
    void moments() {
        assertThat(read(Kind.DATE, "date", 1)).isEqualTo(LocalDate.of(1970, 1, 2));
        assertThat(read(Kind.DATE, "date", MysqlEncoding.ZERO_DAYS)).isEqualTo(Special.ZERO_DATE);
        assertThat(read(Kind.TIME, "time(6)", -1L)).isEqualTo(Duration.ofNanos(-1_000));
        assertThat(read(Kind.TIMESTAMP, "datetime(6)", -1L))
                .isEqualTo(LocalDateTime.parse("1969-12-31T23:59:59.999999"));
        assertThat(read(Kind.TIMESTAMP, "datetime(6)", MysqlEncoding.ZERO_MICROS))
                .isEqualTo(Special.ZERO_DATE);
        assertThat(read(Kind.INSTANT, "timestamp", 1_000_000L)).isEqualTo(Instant.ofEpochSecond(1));
    }

    @Test
    void labels() {
        assertThat(read(Kind.ENUM, "enum('a','b')", "a")).isEqualTo("a");
        assertThat(read(Kind.ENUM, "enum('a,b')", "a\\,b")).isEqualTo("a,b");
        assertThat(read(Kind.ENUM, "enum('a\\\\b')", "a\\\\b")).isEqualTo("a\\b");
        assertThat(read(Kind.SET, "set('a','b')", "a,b")).isEqualTo("a,b");
    }

    /// Debezium computes nanoseconds from the log's fraction in floating point; no microsecond may
    /// be lost on the way.
    @Test
    void everyMicrosecondSurvivesDebeziumsArithmetic() {
        for (int micros = 0; micros < 1_000_000; micros++) {
            int nanos = (int) (micros / (0.0000001 * Math.pow(100, 2)));
            assertThat(MysqlEncoding.micros(0, nanos)).isEqualTo(micros);
        }
        for (int hundredths = 0; hundredths < 10_000; hundredths++) {
            int nanos = (int) (hundredths / (0.0000001 * Math.pow(100, 1)));
            assertThat(MysqlEncoding.micros(0, nanos)).isEqualTo(hundredths * 100L);
        }
    }
}
