package dev.duet.apply.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.Column;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Per kind: a value, the least, the greatest, the odd ones, as they are bound.
final class MysqlParametersTest {
    private static MysqlParameter parameter(String type, Kind kind) {
        return MysqlParameters.of(new Column("c", type, kind, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "tinyint(1) | INTEGER | 1 | ? | 1",
                "bigint unsigned | DECIMAL | 18446744073709551615 | ? | 18446744073709551615",
                "float | FLOAT | 0.1 | CAST(? AS DOUBLE) | 0.10000000149011612",
                "double | DOUBLE | -0.0 | CAST(? AS DOUBLE) | -0.0",
                "varchar(5) | TEXT | a | ? | a",
                "date | DATE | 0001-01-01 | CAST(? AS DATE) | 0001-01-01",
                "date | DATE | 0000-00-00 | CAST(? AS DATE) | 0000-00-00",
                "time(6) | TIME | -838:59:59 | CAST(? AS TIME(6)) | -838:59:59",
                "datetime(6) | TIMESTAMP | 2024-02-29T12:34:56.7 | CAST(? AS DATETIME(6)) |"
                        + " 2024-02-29 12:34:56.7",
                "timestamp | INSTANT | 1970-01-01T00:00:01Z | CAST(? AS DATETIME(6)) | 1970-01-01"
                        + " 00:00:01",
                "json | JSON | {\"a\":1} | CAST(? AS JSON) | {\"a\":1}",
                "enum('a') | ENUM | a | ? | a",
                "set('a','b') | SET | a,b | ? | a,b",
                "bit(64) | BITS | 1000000000000000000000000000000000000000000000000000000000000000"
                        + " | CAST(? AS UNSIGNED) | 9223372036854775808",
            })
    void placeholderAndBoundValue(
            String type, Kind kind, String value, String placeholder, String bound) {
        assertThat(parameter(type, kind).placeholder()).isEqualTo(placeholder);
        assertThat(parameter(type, kind).jdbcValue(kind.parse(value))).hasToString(bound);
    }

    @Test
    void bytesAndGeometryAreBoundAsBytes() {
        assertThat(parameter("blob", Kind.BYTES).jdbcValue(Kind.BYTES.parse("00ff")))
                .isEqualTo(new byte[] {0, -1});
        byte[] point = (byte[]) parameter("point", Kind.GEOMETRY).jdbcValue("4326;0101");
        assertThat(point).isEqualTo(new byte[] {(byte) 0xE6, 0x10, 0, 0, 1, 1});
    }

    @Test
    void guardsCompareLettersAndParsedJson() {
        assertThat(parameter("int", Kind.INTEGER).equality("t.a")).isEqualTo("t.a <=> ?");
        assertThat(parameter("varchar(5)", Kind.TEXT).equality("t.a"))
                .isEqualTo("t.a COLLATE utf8mb4_0900_bin <=> ?");
        assertThat(parameter("varchar(5) character set latin1", Kind.TEXT).equality("t.a"))
                .isEqualTo("CONVERT(t.a USING utf8mb4) COLLATE utf8mb4_0900_bin <=> ?");
        assertThat(parameter("json", Kind.JSON).equality("t.a"))
                .isEqualTo("CAST(CAST(t.a AS CHAR) AS JSON) <=> CAST(? AS JSON)");
    }
}
