package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/// Another tool of ours writes into a side while a transaction of the sync into it is open: both
/// had the same counter for a moment, and the tool's marker is not the sync's.
class OvertakenTest {
    private static final Row BEFORE = Row.of(1L, 76L, 0L, 0L);
    private static final Row AFTER = Row.of(1L, 77L, 0L, 0L);
    private static final Row TWICE = Row.of(1L, 78L, 0L, 0L);

    private final TwoLogs logs = new TwoLogs(new FieldRule.Sum());
    private final ConflictCore core = logs.core;

    @Test
    void whatTheOpenTransactionWritesIsLookedAtWhenItComesBack() {
        logs.clientOfA(List.of(new Change.Update(Setup.SHAPE, BEFORE, AFTER)));
        TargetTransaction apply = Objects.requireNonNull(core.planApply(Side.A, 1));
        core.committed(apply);
        logs.markerOfB(apply.checkpoint(), List.of()); // B does not have the row
        TargetTransaction repair =
                Objects.requireNonNull(core.planRepair(Side.B, core.repairsDue(Side.B)));

        // a load puts it there first
        logs.markerOfB(repair.checkpoint(), List.of(new Change.Insert(Setup.SHAPE, AFTER)));
        rest();
        TargetTransaction again = core.overtaken(repair, repair.checkpoint());
        core.committed(again);
        rest();
        // it counted once more
        logs.markerOfB(again.checkpoint(), List.of(new Change.Update(Setup.SHAPE, AFTER, TWICE)));

        assertThat(core.repairsDue(Side.B)).hasSize(1);
    }

    private void rest() {
        for (int i = 0; i < 20; i++) {
            logs.heartbeatOfA();
        }
    }
}
