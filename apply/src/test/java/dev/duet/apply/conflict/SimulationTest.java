package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.Setup.Flavour;
import dev.duet.apply.conflict.rules.TriggerRule;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.LongStream;

/// The real core through 212,000 fixed histories; `scripts/simulate` runs others.
class SimulationTest {
    private static final Variant AS_IT_IS = new Variant();

    @Test
    void allRulesMixed() {
        assertAllPass(0, 16_000, null, false);
    }

    @Test
    void allRulesMixedWithCrashes() {
        assertAllPass(0, 16_000, null, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "prefer", "max", "min", "sum", "owner", "version", "review"})
    void oneRule(String rule) {
        assertAllPass(0, 2_000, rule, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "prefer", "max", "min", "sum", "owner", "version", "review"})
    void oneRuleWithCrashes(String rule) {
        assertAllPass(0, 2_000, rule, true);
    }

    @Test
    void recordsAreHeldAndReleased() {
        assertAllPass(new Flavour(null, false).withHolds(), 0, 8_000);
    }

    @Test
    void recordsAreHeldAndReleasedWithCrashes() {
        assertAllPass(new Flavour(null, true).withHolds(), 0, 14_000);
    }

    @Test
    void deletesStayOrAreAskedAbout() {
        assertAllPass(new Flavour(null, false).withDeletes(), 0, 8_000);
        assertAllPass(new Flavour(null, true).withDeletes(), 0, 12_000);
        assertAllPass(new Flavour(null, true).withDeletes().withHolds(), 0, 4_000);
    }

    @Test
    void aRecordWhoseRowIsThereStillStaysOnTheOtherSide() {
        assertAllPass(new Flavour(null, false).withLeaving(), 0, 4_000);
        assertAllPass(new Flavour(null, true).withLeaving(), 0, 8_000);
        assertAllPass(new Flavour(null, true).withLeaving().withDeletes(), 0, 4_000);
        assertAllPass(new Flavour(null, true).withLeaving().withHolds(), 0, 2_000);
    }

    @Test
    void oneSideTellsTheOtherOfSomeRecordsOnly() {
        assertAllPass(new Flavour(null, false).withSends(), 0, 4_000);
        assertAllPass(new Flavour(null, true).withSends(), 0, 8_000);
        assertAllPass(new Flavour(null, true).withSends().withHolds(), 0, 4_000);
    }

    @Test
    void eachSideTellsTheOtherOfSomeRecordsOnly() {
        assertAllPass(new Flavour(null, false).withSenders(2), 0, 4_000);
        assertAllPass(new Flavour(null, true).withSenders(2), 0, 8_000);
        assertAllPass(new Flavour(null, true).withSenders(2).withHolds(), 0, 4_000);
    }

    @Test
    void whatTheNonOwnerWritesIsKept() {
        assertAllPass(new Flavour(null, false).withKept(), 0, 8_000);
        assertAllPass(new Flavour(null, true).withKept(), 0, 12_000);
        assertAllPass(new Flavour(null, true).withKept().withHolds(), 0, 4_000);
        assertAllPass(new Flavour(null, true).withKept().withDeletes(), 0, 4_000);
    }

    @Test
    void aLoadGoesOnBeside() {
        assertAllPass(new Flavour(null, false).withLoads(), 0, 4_000);
        assertAllPass(new Flavour(null, true).withLoads(), 0, 8_000);
        assertAllPass(new Flavour(null, true).withLoads().withHolds(), 0, 4_000);
    }

    @Test
    void aRecordIsNoneWhereItHasNoValue() {
        assertAllPass(new Flavour(null, false).withParts(), 0, 6_000);
        assertAllPass(new Flavour(null, true).withParts(), 0, 10_000);
    }

    @ParameterizedTest
    @EnumSource(TriggerRule.class)
    void oneSideHasATrigger(TriggerRule rule) {
        assertAllPass(new Flavour(null, false).with(rule), 0, 4_000);
        assertAllPass(new Flavour(null, true).with(rule), 0, 6_000);
    }

    @Test
    void aHistoryIsTheSameEachTime() {
        Flavour flavour = new Flavour(null, true);

        assertThat(Verdict.of(HistoryMaker.of(4711, flavour), AS_IT_IS))
                .isEqualTo(Verdict.of(HistoryMaker.of(4711, flavour), AS_IT_IS));
    }

    private static void assertAllPass(
            long first, long count, @Nullable String rule, boolean crashes) {
        assertAllPass(new Flavour(rule, crashes), first, count);
    }

    /// On all processors: a history knows nothing of another.
    private static void assertAllPass(Flavour flavour, long first, long count) {
        LongStream.range(first, first + count)
                .parallel()
                .mapToObj(seed -> HistoryMaker.of(seed, flavour))
                .filter(history -> Verdict.of(history, AS_IT_IS).violation() != null)
                .findAny()
                .ifPresent(
                        history -> {
                            throw new AssertionError(Minimiser.describe(history, AS_IT_IS));
                        });
    }
}
