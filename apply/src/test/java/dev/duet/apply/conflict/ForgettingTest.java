package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What the core holds follows what is in flight, whatever the size of the transactions.
class ForgettingTest {
    private static final int ROWS = 100;

    private TwoLogs logs = new TwoLogs(new FieldRule.Latest());
    private long id;

    @Test
    void transactionsOfManyRowsAreForgottenAsTheyArrive() {
        assertThat(mostHeld(this::carry)).isLessThan(20 * ROWS);
    }

    /// What Duet wrote into A before it was started again, and says at the start that it is there,
    /// stands in A's log behind the backlog.
    @Test
    void aBacklogIsForgottenThoughTheRestartIsNotReadYet() {
        logs = new TwoLogs(new FieldRule.Latest(), 9);

        assertThat(mostHeld(this::arrive)).isLessThan(20 * ROWS);
    }

    @Test
    void nothingIsLeftWhenNothingHappens() {
        for (int i = 0; i < 10; i++) {
            carry();
        }
        for (int i = 0; i < 20; i++) {
            logs.heartbeatOfA();
        }

        assertThat(held()).isZero();
    }

    private int mostHeld(Runnable step) {
        int most = 0;
        for (int i = 0; i < 300; i++) {
            step.run();
            most = Math.max(most, held());
        }
        return most;
    }

    private int held() {
        return logs.core.inFlight(Side.A) + logs.core.inFlight(Side.B);
    }

    /// One transaction of A's clients, all the way.
    private void carry() {
        arrive();
        logs.heartbeatOfA();
    }

    /// One transaction of A's clients, until B's log shows it.
    private void arrive() {
        List<Change> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(new Change.Insert(Setup.SHAPE, Row.of(++id, 1L, 1L, 1L)));
        }
        logs.clientOfA(rows);
        TargetTransaction planned = Objects.requireNonNull(logs.core.planApply(Side.A, 1));
        logs.core.committed(planned);
        logs.markerOfB(planned.checkpoint(), rows);
    }
}
