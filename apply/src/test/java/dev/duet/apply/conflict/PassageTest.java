package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A sends records of which x is 1, and B all.
final class PassageTest {
    private static final FieldRule LATEST = new FieldRule.Latest();
    private static final EntityRules RULES =
            new EntityRules(
                            Setup.SHAPE.entity(),
                            1,
                            List.of(LATEST, LATEST, LATEST, LATEST),
                            new PresenceRule.Update())
                    .sending(Map.of(Side.A, row -> Objects.equals(row.get(1), 1L)));
    private static final Row IN = row(1L);
    private static final Row OUT = row(2L);

    @Test
    void whatFitsIsCarried() {
        assertThat(passage(RULES, Side.A, null, IN)).isEqualTo(Passage.CARRIED);
        assertThat(passage(RULES, Side.A, IN, null)).isEqualTo(Passage.CARRIED);
        assertThat(passage(RULES, Side.A, IN, Row.of(1L, 1L, 5L, 5L))).isEqualTo(Passage.CARRIED);
    }

    @Test
    void whatDoesNotIsWithheld() {
        assertThat(passage(RULES, Side.A, null, OUT)).isEqualTo(Passage.WITHHELD);
        assertThat(passage(RULES, Side.A, OUT, null)).isEqualTo(Passage.WITHHELD);
        assertThat(passage(RULES, Side.A, OUT, row(3L))).isEqualTo(Passage.WITHHELD);
    }

    @Test
    void whatComesToFitEntersAndWhatCeasesToLeavesOrIsLeft() {
        EntityRules left =
                RULES.with(Map.of(), Map.of(Side.A, DeleteRule.CARRIED, Side.B, DeleteRule.STAYS));

        assertThat(passage(RULES, Side.A, OUT, IN)).isEqualTo(Passage.ENTERING);
        assertThat(passage(RULES, Side.A, IN, OUT)).isEqualTo(Passage.LEAVING);
        assertThat(passage(left, Side.A, IN, OUT)).isEqualTo(Passage.WITHHELD);
        assertThat(passage(left, Side.A, IN, null)).isEqualTo(Passage.CARRIED);
    }

    @Test
    void theOtherSideSendsAll() {
        assertThat(passage(RULES, Side.B, OUT, row(3L))).isEqualTo(Passage.CARRIED);
        assertThat(passage(RULES, Side.B, OUT, IN)).isEqualTo(Passage.CARRIED);
    }

    @Test
    void eachSideHasItsOwnCondition() {
        EntityRules both =
                RULES.sending(
                        Map.of(
                                Side.A,
                                RULES.sends(Side.A),
                                Side.B,
                                row -> Objects.equals(row.get(1), 2L)));

        assertThat(passage(both, Side.A, OUT, IN)).isEqualTo(Passage.ENTERING);
        assertThat(passage(both, Side.B, OUT, IN)).isEqualTo(Passage.LEAVING);
        assertThat(passage(both, Side.A, null, OUT)).isEqualTo(Passage.WITHHELD);
        assertThat(passage(both, Side.B, null, OUT)).isEqualTo(Passage.CARRIED);
    }

    @Test
    void aLargeValueThatTheLogLeavesOutIsAsItWas() {
        Row after = Row.of(1L, Unchanged.VALUE, 7L, 2L);

        assertThat(passage(RULES, Side.A, IN, after)).isEqualTo(Passage.CARRIED);
        assertThat(passage(RULES, Side.A, OUT, after)).isEqualTo(Passage.WITHHELD);
    }

    private static Row row(long x) {
        return Row.of(1L, x, 2L, 2L);
    }

    private static Passage passage(
            EntityRules rules, Side side, @Nullable Row before, @Nullable Row after) {
        NetChange change = Netting.between(Oracle.key(1), 1, before, after);
        return Passage.of(rules, side, Objects.requireNonNull(change));
    }
}
