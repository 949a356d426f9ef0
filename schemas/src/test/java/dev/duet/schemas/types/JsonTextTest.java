package dev.duet.schemas.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{ \"b\" : 1 , \"a\" : [ true , null ] } | {\"a\":[true,null],\"b\":1}",
                "{\"a\":1,\"a\":2} | {\"a\":2}",
                "1.50 | 1.5",
                "1e2 | 100",
                "1E-3 | 0.001",
                "-0 | 0",
                "1e300 | 1E+300",
                "\"\\u00e9\\n\\/\\\\\\\"\" | \"é\\u000a/\\\\\\\"\"",
                "\"\\ud83d\\ude00\" | \"😀\"",
                "{} | {}",
                "[] | []",
                "{\"a\":{\"c\":1,\"b\":2}} | {\"a\":{\"b\":2,\"c\":1}}",
            })
    void normalFormIsOne(String text, String normal) {
        assertThat(JsonText.normal(text)).isEqualTo(normal);
        assertThat(JsonText.normal(normal)).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\":}",
                "nul",
                "1 2",
                "\"a",
                "\"\\x\"",
                "'a'",
                "{a:1}",
                "[1 2]",
                "-"
            })
    void nonsenseIsRefused(String text) {
        assertThatThrownBy(() -> JsonText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void complaintDoesNotSayTheValue() {
        assertThatThrownBy(() -> JsonText.parse("secret")).hasMessageNotContaining("secret");
    }

    @Test
    void depthHasALimit() {
        assertThatThrownBy(() -> JsonText.parse("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
