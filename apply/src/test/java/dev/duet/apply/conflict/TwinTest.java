package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.HistoryMaker.History;
import dev.duet.apply.conflict.Setup.Flavour;
import dev.duet.apply.conflict.Simulation.Violation;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A record below a large transaction is known as well as one that is followed: [Twin]. One source
/// transaction in a target transaction, since a large one would else be cut from others that its
/// twin takes along.
class TwinTest {
    private static final Variant WITH_TWIN =
            new Variant() {
                @Override
                boolean hasTwin() {
                    return true;
                }
            };

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void knowsAndPlansTheSame(boolean crashes) {
        Flavour flavour = new Flavour(null, crashes);
        for (long seed = 0; seed < 4_000; seed++) {
            History history = oneByOne(HistoryMaker.of(seed, flavour));
            Violation violation = Verdict.of(history, WITH_TWIN).violation();
            assertThat(violation).as(() -> Minimiser.describe(history, WITH_TWIN)).isNull();
        }
    }

    private static History oneByOne(History history) {
        Setup setup = history.setup();
        return new History(
                history.seed(),
                new Setup(setup.rules(), setup.keys(), 1, setup.asItCame(), setup.large()),
                history.steps());
    }
}
