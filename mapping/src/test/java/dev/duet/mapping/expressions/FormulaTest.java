package dev.duet.mapping.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Column;
import dev.duet.schemas.config.Expression;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Special;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What expressions can say of a record, and where they end.
final class FormulaTest {
    private static final List<Column> FIELDS =
            List.of(
                    field("name", Kind.TEXT),
                    field("owed", Kind.DECIMAL),
                    field("parts", Kind.INTEGER),
                    field("born", Kind.DATE),
                    field("scan", Kind.BYTES));

    private static Column field(String name, Kind kind) {
        return new Column(name, kind.name(), kind, true);
    }

    @Test
    void exactNumbersStayExact() {
        assertThat(decimal("owed * 1.15")).isEqualTo("6.325");
        assertThat(decimal("owed + parts - 0.1")).isEqualTo("8.4");
        assertThat(decimal("(owed / parts).round(2)")).isEqualTo("1.83");
        assertThat(decimal("owed / decimal('3')")).startsWith("1.8333333333");
        assertThat(decimal("decimal('0.1') + decimal('0.2')")).isEqualTo("0.3");
        assertThat(value("string(owed)", Kind.TEXT)).isEqualTo("5.5");
        assertThat(holds("owed >= 5 && owed < 5.51 && 6 > owed")).isTrue();
        assertThat(holds("owed == decimal('5.50')")).isTrue();
    }

    @Test
    void otherValuesAreWhatPeopleExpect() {
        assertThat(holds("name.startsWith('A') && size(name) == 7 && parts in [1, 3]")).isTrue();
        assertThat(holds("born.getFullYear() == 1990")).isTrue();
        assertThat(value("born + duration('24h')", Kind.DATE)).isEqualTo(LocalDate.of(1990, 5, 18));
        assertThat(value("parts > 2", Kind.INTEGER)).isEqualTo(1L);
        assertThat(value("null", Kind.TEXT)).isNull();
    }

    @Test
    void whatHasNoAnswerSaysWhyAndNoValue() {
        assertThat(refusal("owed / 0")).isEqualTo("x: it divides by zero");
        assertThat(refusal("owed / (parts - 3)")).isEqualTo("x: it divides by zero");
        assertThat(refusal("parts / (parts - 3)")).isEqualTo("x: it divides by zero");
        assertThat(refusal("name.split(' ')[5]")).contains("not there").doesNotContain("Ann");
        assertThat(refusal("int(name)")).contains("no answer").doesNotContain("Ann");
        assertThat(refusal("parts * 9223372036854775807")).contains("too large");
        assertThat(refusal("born + duration('1h')", Kind.DATE, Map.of())).contains("time of day");
        assertThat(refusal("name + '!'", Kind.TEXT, nothing("name")))
                .isEqualTo(
                        "x: it has no answer for these values, where there is no value for name");
        assertThat(refusal("owed + 1", Kind.DECIMAL, Map.of("owed", Special.NAN)))
                .isEqualTo("x: owed: it is NaN");
    }

    @Test
    void whatItCostsIsBounded() {
        String numbers =
                IntStream.range(0, 60).mapToObj(String::valueOf).collect(Collectors.joining(","));
        String list = "[" + numbers + "]";
        String product = list + ".all(a, " + list + ".all(b, " + list + ".all(c, a + b + c >= 0)))";

        assertThat(refusal(product, Kind.BOOLEAN, Map.of()))
                .isEqualTo("x: it takes more than 1000 steps");
        assertThat(refusal("name", Kind.TEXT, Map.of("name", "a".repeat(100_001))))
                .isEqualTo("x: name: a text has more than 100000 characters");
        assertThat(refusal("name + name", Kind.TEXT, Map.of("name", "a".repeat(60_000))))
                .contains("its result has more than 100000 characters");
        assertThatThrownBy(() -> formula("name == '" + "x".repeat(2_000) + "'"))
                .isInstanceOf(WrongExpression.class)
                .hasMessageContaining("2000 characters");
        assertThatThrownBy(() -> formula("(".repeat(200) + "1" + ")".repeat(200)))
                .isInstanceOf(WrongExpression.class);
    }

    @Test
    void bytesTakeNoPart() {
        assertThatThrownBy(() -> formula("size(scan)"))
                .isInstanceOfSatisfying(
                        WrongExpression.class,
                        e ->
                                assertThat(e.mend())
                                        .isEqualTo("the fields are name, owed, parts, born"));
    }

    private static Map<String, @Nullable Object> nothing(String field) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put(field, null);
        return values;
    }

    private static Formula formula(String text) throws WrongExpression {
        return Language.of(FIELDS).formula(new Expression(text, "duet.yaml:1:1"));
    }

    private static @Nullable Object value(
            String text, Kind kind, Map<String, ? extends @Nullable Object> other) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("name", "Ann Lee");
        values.put("owed", new BigDecimal("5.5"));
        values.put("parts", 3L);
        values.put("born", LocalDate.of(1990, 5, 17));
        values.putAll(other);
        try {
            return formula(text).value("x", kind, values::get);
        } catch (WrongExpression e) {
            throw new AssertionError(text + ": " + e.what(), e);
        }
    }

    private static @Nullable Object value(String text, Kind kind) {
        return value(text, kind, Map.of());
    }

    private static String decimal(String text) {
        return Kind.DECIMAL.format(value(text, Kind.DECIMAL));
    }

    private static boolean holds(String text) {
        return Boolean.TRUE.equals(value(text, Kind.BOOLEAN));
    }

    private static String refusal(String text) {
        return refusal(
                text,
                text.startsWith("owed")
                        ? Kind.DECIMAL
                        : text.startsWith("name") ? Kind.TEXT : Kind.INTEGER,
                Map.of());
    }

    private static String refusal(
            String text, Kind kind, Map<String, ? extends @Nullable Object> other) {
        try {
            return "no refusal but " + value(text, kind, other);
        } catch (CannotConvert e) {
            return String.valueOf(e.getMessage());
        }
    }
}
