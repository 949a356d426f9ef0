package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Key;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What the caller may write as it came. That it comes to the same is shown by the simulation, in
/// half of whose histories it is done.
class PlainnessTest {
    private static final FieldRule LATEST = new FieldRule.Latest();

    @Test
    void whatNothingStandsInTheWayOfIsPlain() {
        ConflictCore core = core(LATEST);
        read(core, Side.A, 2, insert(row(1, 0, 0)), insert(row(2, 0, 0)));
        read(core, Side.A, 4, update(row(1, 0, 0), row(1, 5, 0)));

        TargetTransaction planned = plan(core);

        assertThat(planned.carried().plain()).containsExactlyInAnyOrder(key(1), key(2));
        assertThat(planned.carried().transactions()).containsExactly(new Lsn(2), new Lsn(4));
    }

    @Test
    void aRowThatTheOtherSideHasIsNot() {
        ConflictCore core = core(LATEST);
        read(core, Side.B, 2, insert(row(1, 0, 0)));
        read(core, Side.A, 2, insert(row(1, 5, 0)), insert(row(2, 5, 0)));

        assertThat(plan(core).carried().plain()).containsExactly(key(2));
    }

    @Test
    void aCounterThatWasMovedIsNot() {
        ConflictCore core = core(new FieldRule.Sum());
        read(core, Side.A, 2, update(row(1, 3, 0), row(1, 5, 0)));
        read(core, Side.A, 4, update(row(2, 3, 0), row(2, 3, 1)));

        assertThat(plan(core).carried().plain()).containsExactly(key(2));
    }

    @Test
    void whatTheTargetOwnsIsNot() {
        ConflictCore core = core(new FieldRule.Owner(Side.B, 0L));
        read(core, Side.A, 2, insert(row(1, 7, 0)), insert(row(2, 0, 0)));
        read(core, Side.A, 4, update(row(3, 0, 0), row(3, 7, 1)));

        assertThat(plan(core).carried().plain()).containsExactly(key(2));
    }

    @Test
    void severalStepsOfOneTransactionAreNot() {
        ConflictCore core = core(LATEST);
        read(core, Side.A, 2, new Change.Delete(Setup.SHAPE, row(1, 0, 0)), insert(row(1, 1, 0)));

        assertThat(plan(core).carried().plain()).isEmpty();
    }

    @Test
    void aKeyChangeIsWhollyOrNotAtAll() {
        ConflictCore whole = core(LATEST);
        read(whole, Side.A, 2, new Change.KeyChange(Setup.SHAPE, row(1, 0, 0), row(2, 0, 0)));
        ConflictCore half = core(LATEST);
        read(half, Side.B, 2, insert(row(2, 0, 0)));
        read(half, Side.A, 2, new Change.KeyChange(Setup.SHAPE, row(1, 0, 0), row(2, 0, 0)));

        assertThat(plan(whole).carried().plain()).containsExactlyInAnyOrder(key(1), key(2));
        assertThat(plan(half).carried().plain()).isEmpty();
    }

    private static ConflictCore core(FieldRule x) {
        EntityRules rules =
                new EntityRules(
                        Setup.SHAPE.entity(),
                        1,
                        List.of(LATEST, x, LATEST, LATEST),
                        new PresenceRule.Delete());
        Checkpoint inA = new ModelDatabase(Side.A, rules).checkpoint();
        Checkpoint inB = new ModelDatabase(Side.B, rules).checkpoint();
        return new ConflictCore(List.of(rules), inA, inB);
    }

    private static void read(ConflictCore core, Side side, long position, Change... changes) {
        Origin origin =
                new Origin(
                        side.name(),
                        new Lsn(position),
                        "t" + position,
                        Instant.EPOCH,
                        position,
                        null);
        core.read(side, new LogEntry.Transaction(origin, Changes.of(List.of(changes))));
    }

    private static TargetTransaction plan(ConflictCore core) {
        @Nullable TargetTransaction planned = core.planApply(Side.A, 10);
        return Objects.requireNonNull(planned);
    }

    private static Change insert(Row row) {
        return new Change.Insert(Setup.SHAPE, row);
    }

    private static Change update(Row before, Row after) {
        return new Change.Update(Setup.SHAPE, before, after);
    }

    private static Row row(long id, long x, long y) {
        return Row.of(id, x, y, 0L);
    }

    private static RecordKey key(long id) {
        return new RecordKey(Setup.SHAPE.entity(), Key.of(id));
    }
}
