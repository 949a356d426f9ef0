package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.Setup.Flavour;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The checker can fail: each part of the protocol that PROTOCOL 1 found to be needed is taken
/// away, and some history notices. [MutationRates] counts how many.
class MutationTest {
    private static final int MOST_SEEDS = 5_000;

    static Set<String> mutations() {
        return Mutations.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void isNoticed(String mutation) {
        Variant variant = Objects.requireNonNull(Mutations.ALL.get(mutation));

        assertThat(firstRed(variant)).as(mutation).isLessThan(MOST_SEEDS);
    }

    private static int firstRed(Variant variant) {
        Map<Boolean, Flavour> flavours =
                Map.of(false, new Flavour(null, false), true, new Flavour(null, true));
        for (int seed = 0; seed < MOST_SEEDS; seed++) {
            for (Flavour flavour : flavours.values()) {
                if (Verdict.of(HistoryMaker.of(seed, flavour), variant).violation() != null) {
                    return seed;
                }
            }
        }
        return MOST_SEEDS;
    }
}
