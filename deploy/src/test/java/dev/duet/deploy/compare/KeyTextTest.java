package dev.duet.deploy.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.schemas.Column;
import dev.duet.schemas.Key;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;

final class KeyTextTest {
    private static final Shape ONE = shape(1);
    private static final Shape TWO = shape(2);

    @Test
    void aKeyOfOneFieldIsItsValueCommasIncluded() {
        assertThat(KeyText.parse(ONE, "a,b")).isEqualTo(Key.of("a,b"));
    }

    @Test
    void aLongerKeyIsItsValuesWithCommas() {
        assertThat(KeyText.parse(TWO, "a, 2026-11-28"))
                .isEqualTo(Key.of("a", LocalDate.of(2026, 11, 28)));
    }

    @Test
    void aJsonArrayTakesAnyValue() {
        assertThat(KeyText.parse(TWO, "[\"a,b\", \"2026-11-28\"]"))
                .isEqualTo(Key.of("a,b", LocalDate.of(2026, 11, 28)));
    }

    @Test
    void whatIsNoKeyIsToldWithWhatOneIs() {
        for (String wrong : List.of("a", "a,b,c", "a,soon", "[\"a\"]", "[")) {
            assertThatThrownBy(() -> KeyText.parse(TWO, wrong))
                    .isInstanceOf(WrongRequest.class)
                    .hasMessage(
                            "'%s' is no key of item; write <code>,<day>, or a JSON array of these",
                            wrong);
        }
    }

    private static Shape shape(int keySize) {
        return new Shape(
                "item",
                new TableName("public", "item"),
                List.of(
                        new Column("code", "text", Kind.TEXT, false),
                        new Column("day", "date", Kind.DATE, false)),
                keySize);
    }
}
