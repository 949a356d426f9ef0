package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.Setup.Flavour;
import dev.duet.apply.conflict.rules.TriggerRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The checker can fail: each part of the protocol that PROTOCOL 1 found to be needed is taken
/// away, and some history notices. [MutationRates] counts how many.
class MutationTest {
    private static final int MOST_SEEDS = 10_000;

    static Set<String> mutations() {
        return Mutations.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void isNoticed(String mutation) {
        Variant variant = Objects.requireNonNull(Mutations.ALL.get(mutation));

        List<Flavour> mixed =
                List.of(
                        new Flavour(null, false),
                        new Flavour(null, true),
                        new Flavour("owner", false), // what concerns rows to be reverted is rare
                        new Flavour("owner", true));
        assertThat(firstRed(variant, mixed)).as(mutation).isLessThan(MOST_SEEDS);
    }

    static Set<String> mutationsOfHolds() {
        return Mutations.OF_HOLDS.keySet();
    }

    @ParameterizedTest
    @MethodSource("mutationsOfHolds")
    void ofHoldsIsNoticed(String mutation) {
        Variant variant = Objects.requireNonNull(Mutations.OF_HOLDS.get(mutation));

        List<Flavour> held =
                List.of(new Flavour(null, false).withHolds(), new Flavour(null, true).withHolds());
        assertThat(firstRed(variant, held)).as(mutation).isLessThan(MOST_SEEDS);
    }

    static Set<String> mutationsOfReviews() {
        return ReviewMutations.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("mutationsOfReviews")
    void ofReviewsIsNoticed(String mutation) {
        Variant variant = Objects.requireNonNull(ReviewMutations.ALL.get(mutation));

        assertThat(firstRed(variant, List.of(new Flavour("review", false))))
                .as(mutation)
                .isLessThan(MOST_SEEDS);
    }

    static Set<String> mutationsOfDeletes() {
        return DeleteMutations.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("mutationsOfDeletes")
    void ofDeletesIsNoticed(String mutation) {
        Variant variant = Objects.requireNonNull(DeleteMutations.ALL.get(mutation));

        List<Flavour> deletes =
                List.of(
                        new Flavour(null, false).withDeletes(),
                        new Flavour(null, true).withDeletes(),
                        new Flavour(null, false).withLeaving());
        assertThat(firstRed(variant, deletes)).as(mutation).isLessThan(MOST_SEEDS);
    }

    static Set<String> mutationsOfKeeping() {
        return KeepMutations.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("mutationsOfKeeping")
    void ofKeepingIsNoticed(String mutation) {
        Variant variant = Objects.requireNonNull(KeepMutations.ALL.get(mutation));

        List<Flavour> kept =
                List.of(new Flavour(null, false).withKept(), new Flavour(null, true).withKept());
        assertThat(firstRed(variant, kept)).as(mutation).isLessThan(MOST_SEEDS);
    }

    static Set<String> mutationsOfSends() {
        return SendMutations.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("mutationsOfSends")
    void ofSendsIsNoticed(String mutation) {
        Variant variant = Objects.requireNonNull(SendMutations.ALL.get(mutation));

        List<Flavour> sends =
                List.of(new Flavour(null, false).withSends(), new Flavour(null, true).withSends());
        assertThat(firstRed(variant, sends)).as(mutation).isLessThan(MOST_SEEDS);
    }

    static Set<String> mutationsOfLoads() {
        return LoadMutations.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("mutationsOfLoads")
    void ofLoadsIsNoticed(String mutation) {
        Variant variant = Objects.requireNonNull(LoadMutations.ALL.get(mutation));

        List<Flavour> loads =
                List.of(new Flavour(null, false).withLoads(), new Flavour(null, true).withLoads());
        assertThat(firstRed(variant, loads)).as(mutation).isLessThan(MOST_SEEDS);
    }

    @ParameterizedTest
    @EnumSource(TriggerRule.class)
    void manifestsThatAreNotReadAreNoticed(TriggerRule rule) {
        Variant blind =
                new Variant() {
                    @Override
                    boolean showsManifests() {
                        return false;
                    }
                };

        assertThat(firstRed(blind, List.of(new Flavour(null, false).with(rule))))
                .isLessThan(MOST_SEEDS);
    }

    @Test
    void clocksNotMergedAtMarkersAreNoticed() {
        List<Flavour> farApart = List.of(new Flavour("latest", true, 400, false));

        assertThat(firstRed(Mutations.UNMERGED_CLOCKS, farApart)).isLessThan(MOST_SEEDS);
        assertThat(firstRed(new Variant(), farApart)).isEqualTo(MOST_SEEDS);
    }

    private static int firstRed(Variant variant, List<Flavour> flavours) {
        for (int seed = 0; seed < MOST_SEEDS; seed++) {
            for (Flavour flavour : flavours) {
                if (Verdict.of(HistoryMaker.of(seed, flavour), variant).violation() != null) {
                    return seed;
                }
            }
        }
        return MOST_SEEDS;
    }
}
