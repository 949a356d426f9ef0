package dev.duet.schemas.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.LocalDate;

/// Every kind: a value, the least, the greatest, the odd ones, and back from the text.
final class KindTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "BOOLEAN | true",
                "BOOLEAN | false",
                "INTEGER | 1",
                "INTEGER | -9223372036854775808",
                "INTEGER | 9223372036854775807",
                "DECIMAL | 1.5",
                "DECIMAL | -99999999999999999999.999999999999999999",
                "DECIMAL | 100",
                "DECIMAL | 0",
                "DECIMAL | 1E+60",
                "DECIMAL | NaN",
                "DECIMAL | infinity",
                "FLOAT | 0.1",
                "FLOAT | 1.4E-45",
                "FLOAT | 3.4028235E38",
                "FLOAT | -0.0",
                "FLOAT | NaN",
                "FLOAT | -infinity",
                "DOUBLE | 0.1",
                "DOUBLE | 4.9E-324",
                "DOUBLE | 1.7976931348623157E308",
                "DOUBLE | NaN",
                "DOUBLE | infinity",
                "TEXT | infinity",
                "TEXT | 0000-00-00",
                "BYTES | 00ff5c",
                "DATE | 2024-02-29",
                "DATE | -4712-01-01",
                "DATE | +5874897-12-31",
                "DATE | 0000-00-00",
                "DATE | -infinity",
                "TIME | 12:34:56",
                "TIME | -838:59:59.999999",
                "TIME | 24:00:00",
                "TIME | 00:00:00.1",
                "TIMESTAMP | 2024-02-29T12:34:56.789012",
                "TIMESTAMP | +294276-12-31T23:59:59.999999",
                "TIMESTAMP | infinity",
                "INSTANT | 2024-02-29T12:34:56.789012Z",
                "INSTANT | 0000-00-00",
                "INTERVAL | P1Y2M-3DT4H5M6.789S",
                "UUID | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                "JSON | {\"a\":1}",
                "ENUM | it's",
                "SET | a,b",
                "BITS | 0101",
                "ARRAY | [\"a\",null]",
                "GEOMETRY | 4326;0101",
                "OPAQUE | 10.0.0.0/8",
            })
    void textComesBack(Kind kind, String text) {
        assertThat(kind.format(kind.parse(text))).isEqualTo(text);
        assertThat(kind.parse(kind.format(kind.parse(text)))).isEqualTo(kind.parse(text));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {
                "BOOLEAN", "INTEGER", "DECIMAL", "FLOAT", "DOUBLE", "BYTES", "DATE", "TIME",
                "INSTANT"
            })
    void nonsenseIsRefused(Kind kind) {
        assertThatThrownBy(() -> kind.parse("nonsense")).isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @CsvSource({"1.50, 1.5", "100, 1E2", "0.00, 0", "-0, 0"})
    void equalNumbersAreOneValue(String one, String other) {
        assertThat(Kind.DECIMAL.parse(one)).isEqualTo(Kind.DECIMAL.parse(other));
    }

    @ParameterizedTest
    @EnumSource(Special.class)
    void specialsHaveATextOfTheirOwn(Special special) {
        assertThat(Special.of(special.text())).isEqualTo(special);
        assertThat(Kind.DATE.format(special)).isEqualTo(special.text());
        assertThat(Kind.DATE.parse("2024-01-01")).isEqualTo(LocalDate.of(2024, 1, 1));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aZeroIsANormalValue(Kind kind) {
        Object zero = Zero.of(kind);
        if (zero != null) {
            assertThat(zero).isInstanceOf(kind.carrier());
            assertThat(kind.parse(kind.format(zero))).isEqualTo(zero);
        }
    }
}
