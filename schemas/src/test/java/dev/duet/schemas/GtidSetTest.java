package dev.duet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

class GtidSetTest {
    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String B = "4e11fa47-71ca-11e1-9e33-c80aa9429562";

    @Test
    void readsMysqlsOwnFormWithLineBreaksAndTags() {
        GtidSet set = GtidSet.parse(A + ":1-5:9,\n" + B + ":1-3:sync:1-2:7");

        assertThat(set).hasToString(A + ":1-5:9," + B + ":1-3," + B + ":sync:1-2:7");
        assertThat(set.count()).isEqualTo(5 + 1 + 3 + 2 + 1);
    }

    @Test
    void oneMoreJoinsNeighbours() {
        GtidSet set = GtidSet.parse(A + ":1-4:6-9").with(A + ":5");

        assertThat(set).hasToString(A + ":1-9");
    }

    @Test
    void emptySetIsContainedInAnyAndHasNoMembers() {
        assertThat(GtidSet.parse("").isEmpty()).isTrue();
        assertThat(GtidSet.parse(A + ":1").contains(GtidSet.EMPTY)).isTrue();
        assertThat(GtidSet.EMPTY.contains(GtidSet.parse(A + ":1"))).isFalse();
    }

    @Test
    void refusesWhatIsNoGtidSet() {
        assertThatThrownBy(() -> GtidSet.parse("nonsense"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GtidSet.parse(A + ":5-3"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Every operation against plain sets of texts.
    @Test
    void behavesAsASetOfTransactions() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Set<String> left = members(random);
            Set<String> right = members(random);
            GtidSet one = of(left);
            GtidSet two = of(right);
            Set<String> both = new HashSet<>(left);
            both.addAll(right);
            Set<String> rest = new HashSet<>(left);
            rest.removeAll(right);

            assertThat(one.with(two)).as("seed %d", seed).isEqualTo(of(both));
            assertThat(one.minus(two)).as("seed %d", seed).isEqualTo(of(rest));
            assertThat(one.contains(two)).as("seed %d", seed).isEqualTo(left.containsAll(right));
            assertThat(one.count()).as("seed %d", seed).isEqualTo(left.size());
            assertThat(GtidSet.parse(one.toString())).as("seed %d", seed).isEqualTo(one);
        }
    }

    private static Set<String> members(Random random) {
        return random.ints(random.nextInt(20), 1, 15)
                .mapToObj(n -> (random.nextBoolean() ? A : B + ":tag") + ":" + n)
                .collect(Collectors.toSet());
    }

    private static GtidSet of(Set<String> members) {
        GtidSet set = GtidSet.EMPTY;
        for (String member : members) {
            set = set.with(member);
        }
        return set;
    }
}
