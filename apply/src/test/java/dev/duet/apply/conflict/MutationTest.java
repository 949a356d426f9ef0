package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.Setup.Flavour;
import dev.duet.apply.conflict.rules.TriggerRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The checker can fail: each part of the protocol that PROTOCOL 1 found to be needed is taken
/// away, and some history notices. [MutationRates] counts how many.
class MutationTest {
    private static final int MOST_SEEDS = 10_000;

    /// What is taken away, and the histories that are to notice.
    private record Taken(String what, Variant variant, List<Flavour> histories) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Taken> mutations() {
        Flavour calm = new Flavour(null, false);
        Flavour crashing = new Flavour(null, true);
        List<Taken> all = new ArrayList<>();
        add(
                all,
                Mutations.ALL,
                calm,
                crashing,
                new Flavour("owner", false), // what concerns rows to be reverted is rare
                new Flavour("owner", true));
        add(all, Mutations.OF_HOLDS, calm.withHolds(), crashing.withHolds());
        add(all, ReviewMutations.ALL, new Flavour("review", false));
        add(
                all,
                DeleteMutations.ALL,
                calm.withDeletes(),
                crashing.withDeletes(),
                calm.withLeaving());
        add(all, KeepMutations.ALL, calm.withKept(), crashing.withKept());
        add(all, SendMutations.ALL, calm.withSends(), crashing.withSends());
        add(all, SendMutations.OF_BOTH, calm.withSenders(2), crashing.withSenders(2));
        add(all, LoadMutations.ALL, calm.withLoads(), crashing.withLoads());
        return all;
    }

    private static void add(List<Taken> all, Map<String, Variant> some, Flavour... histories) {
        some.forEach((what, variant) -> all.add(new Taken(what, variant, List.of(histories))));
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void isNoticed(Taken mutation) {
        assertThat(firstRed(mutation.variant, mutation.histories))
                .as(mutation.what)
                .isLessThan(MOST_SEEDS);
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
