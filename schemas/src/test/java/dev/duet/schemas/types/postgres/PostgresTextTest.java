package dev.duet.schemas.types.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.TypeText;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostgresTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "2024-03-01 02:19:56.7+13:45 | 2024-02-29 12:34:56.7+00",
                "2024-02-29 12:34:56+00 | 2024-02-29 12:34:56+00",
                "1900-01-01 00:19:32.123456+00:19:32 | 1900-01-01 00:00:00.123456+00",
                "294277-01-01 01:00:00+01 | 294277-01-01 00:00:00+00",
                "0001-02-29 23:00:00-03 BC | 0001-03-01 02:00:00+00 BC",
                "0001-01-01 00:30:00+01 | 0001-12-31 23:30:00+00 BC",
                "infinity | infinity",
                "-infinity | -infinity",
            })
    void momentInAnArrayIsInUtcWhateverTheSession(String text, String utc) {
        PostgresText reader =
                PostgresText.of(TypeText.of("timestamp with time zone[]"), Kind.ARRAY);
        assertThat(reader.read("{\"" + text + "\",NULL}")).isEqualTo("[\"" + utc + "\",null]");
    }
}
