package dev.duet.deploy.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;
import dev.duet.schemas.types.Decimals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Only what the rows prove is said of two columns.
final class EvidenceTest {
    private static Evidence of(
            String postgres,
            String mysql,
            int rows,
            IntFunction<@Nullable Object> left,
            IntFunction<@Nullable Object> right) {
        var one = new Column("a", postgres, TypeTable.postgresKind(postgres), true);
        var two = new Column("b", mysql, TypeTable.mysqlKind(mysql), true);
        List<RowPair> pairs = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            pairs.add(new RowPair(Tables.row("a", left.apply(i)), Tables.row("b", right.apply(i))));
        }
        return Evidence.of(one, two, TypeTable.pair(one, two), pairs);
    }

    private static Object decimal(String text) {
        return Decimals.normal(new BigDecimal(text));
    }

    @Test
    void equalValuesAreCountedInTheFormOfTheTypes() {
        Evidence evidence =
                of("boolean", "tinyint(1)", 20, i -> i % 2 == 0, i -> i == 7 ? 0L : 1L - i % 2);

        assertThat(evidence).isEqualTo(new Evidence(new Form.AsTyped(), 20, 20, 2));
        assertThat(evidence.isProof()).isTrue();
    }

    @Test
    void valueBesideNoneIsADifferenceAndTwoNullsAreNothing() {
        Evidence evidence =
                of("text", "longtext", 9, i -> i < 3 ? null : "x" + i, i -> i < 6 ? null : "x" + i);

        assertThat(evidence).isEqualTo(new Evidence(new Form.AsTyped(), 6, 3, 3));
    }

    @Test
    void wholeNumbersThatAreAmountsTimesAHundredAreCents() {
        Evidence evidence =
                of("numeric(10,2)", "bigint", 8, i -> decimal(i + ".25"), i -> i * 100L + 25);

        assertThat(evidence.form()).isEqualTo(new Form.Scaled(2, true, true));
        assertThat(evidence.equal()).isEqualTo(8);
    }

    @Test
    void oneRowThatIsNoHundredfoldRefutesCents() {
        Evidence evidence =
                of(
                        "numeric(10,2)",
                        "bigint",
                        8,
                        i -> decimal(i + ".25"),
                        i -> i == 3 ? 1 : i * 100L + 25);

        assertThat(evidence.form()).isEqualTo(new Form.AsTyped());
        assertThat(evidence.equal()).isZero();
    }

    @Test
    void gramsAreKilogramsTimesAThousandTheOtherWayRound() {
        Evidence evidence =
                of("integer", "decimal(9,3)", 6, i -> i * 1000L + 500, i -> decimal(i + ".5"));

        assertThat(evidence.form()).isEqualTo(new Form.Scaled(3, false, true));
    }

    @Test
    void wordsThatStandForOneAnotherInEveryRowAreValues() {
        List<String> ours = List.of("active", "blocked", "closed");
        List<String> theirs = List.of("A", "B", "X");

        Evidence evidence =
                of(
                        "mood enum('active','blocked','closed','gone')",
                        "char(1)",
                        9,
                        i -> ours.get(i % 3),
                        i -> theirs.get(i % 3));

        assertThat(evidence.form())
                .isEqualTo(
                        new Form.Values(
                                Map.of("active", "A", "blocked", "B", "closed", "X"),
                                List.of("gone")));
    }

    @Test
    void wordsThatStandForTwoAreNone() {
        Evidence evidence =
                of(
                        "text",
                        "char(1)",
                        9,
                        i -> i % 3 == 0 ? "x" : "y",
                        i -> "ABC".substring(i % 3, i % 3 + 1));

        assertThat(evidence.form()).isEqualTo(new Form.AsTyped());
    }

    @Test
    void fewRowsAndOneValueThroughoutSayNothing() {
        assertThat(of("text", "longtext", 4, i -> "x" + i, i -> "y" + i).isTelling()).isFalse();
        assertThat(of("text", "longtext", 50, i -> "x", i -> "x").isTelling()).isFalse();
        assertThat(
                        of("numeric(10,2)", "bigint", 4, i -> decimal(i + ".5"), i -> i * 100L + 50)
                                .form())
                .isEqualTo(new Form.AsTyped());
    }
}
