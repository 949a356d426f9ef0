package dev.duet.apply.conflict;

import static dev.duet.apply.conflict.rules.Side.A;
import static dev.duet.apply.conflict.rules.Side.B;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.Step.Action;
import dev.duet.apply.conflict.Step.RowStep;
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

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// How a large transaction passes. That it comes to the same as if its records were followed one by
/// one is shown by the simulation and by [TwinTest].
class BulkTest {
    private static final FieldRule LATEST = new FieldRule.Latest();

    private final ConflictCore core = core();

    @Test
    void itsRecordsAreNotFollowed() {
        read(A, 2, insert(row(1, 0)), insert(row(2, 0)));

        assertThat(core.state(A).records).isEmpty();
        assertThat(core.largeInFlight(A)).isEqualTo(1);
    }

    @Test
    void oneThatIsChangedOnTheOtherSideSurfaces() {
        read(A, 2, update(row(1, 0), row(1, 5)), update(row(2, 0), row(2, 5)));
        read(B, 2, update(row(1, 0), row(1, 7)));

        assertThat(core.state(A).records).containsOnlyKeys(key(1));
        assertThat(core.state(B).records).containsOnlyKeys(key(1));
        TargetTransaction planned = plan(A);
        assertThat(planned.rulings()).hasSize(1);
        assertThat(planned.writes()).isEmpty(); // B wrote later
        assertThat(rows(planned))
                .containsExactly(new BulkRow.AsItCame(1, update(row(2, 0), row(2, 5))));
    }

    @Test
    void itGoesAlone() {
        read(A, 2, insert(row(1, 0)));
        read(A, 4, insert(row(2, 0)), insert(row(3, 0)));
        read(A, 6, insert(row(4, 0)));

        for (int position = 2; position <= 6; position += 2) {
            TargetTransaction planned = plan(A);
            assertThat(planned.carried().transactions()).containsExactly(new Lsn(position));
            core.committed(planned);
        }
    }

    @Test
    void whatWasKeptBackSurfacesWhenItsMarkerComesBack() {
        read(A, 2, insert(row(1, 0)), insert(row(2, 0)));
        TargetTransaction planned = plan(A);
        core.committed(planned);

        marker(B, 2, planned.checkpoint(), insert(row(2, 0)));

        assertThat(core.state(B).records).containsOnlyKeys(key(1));
        assertThat(core.repairsDue(B)).containsExactly(key(1));
    }

    @Test
    void aRowThatIsNotTheAfterImageSurfacesAndIsRepaired() {
        read(A, 2, insert(row(1, 0)), insert(row(2, 0)));
        TargetTransaction planned = plan(A);
        core.committed(planned);

        marker(B, 2, planned.checkpoint(), insert(row(1, 9)), insert(row(2, 0)));

        assertThat(core.state(B).records).containsOnlyKeys(key(1));
        assertThat(core.repairsDue(B)).containsExactly(key(1));
    }

    @Test
    void severalStepsOfARecordAreWrittenOnceAndAKeyChangeAsItCame() {
        Change move = new Change.KeyChange(Setup.SHAPE, row(3, 0), row(4, 0));
        read(A, 2, new Change.Delete(Setup.SHAPE, row(1, 0)), insert(row(1, 5)), move);

        List<BulkRow> rows = rows(plan(A));

        assertThat(rows).hasSize(2).last().isEqualTo(new BulkRow.AsItCame(2, move));
        assertThat(rows.getFirst())
                .isInstanceOfSatisfying(
                        BulkRow.Decided.class,
                        decided -> assertThat(decided.write()).isInstanceOf(RowWrite.Update.class));
    }

    /// Found here: of several that touched a record the earlier had to stay, for another record's
    /// sake, and the later was dropped; then the earlier was taken for the last.
    @Test
    void theLaterDoesNotOutliveTheEarlier() {
        List<FieldRule> rules =
                List.of(LATEST, new FieldRule.Sum(), new FieldRule.Prefer(A), new FieldRule.Max());
        Setup setup =
                new Setup(
                        new EntityRules(Setup.SHAPE.entity(), 1, rules, new PresenceRule.Prefer(A)),
                        3,
                        1,
                        true,
                        new Largeness(Largeness.Kind.ALL, 0));
        List<Step> steps =
                List.of(
                        client(B, 1018, insert(0, 1, 1, 2), insert(1, 1, 2, 1)),
                        client(B, 1018, new RowStep(0, Action.UPDATE, 5, 0, 2, 2)),
                        new Step.Read(B, 3),
                        new Step.PlanApply(B),
                        new Step.Execute(A),
                        client(B, 1133, new RowStep(1, Action.UPSERT, 6, 1, 1, 2)),
                        client(B, 1138, new RowStep(1, Action.UPDATE, 7, 0, 1, 1)),
                        client(A, 1168, new RowStep(0, Action.UPSERT, 7, 2, 2, 0)),
                        new Step.Acknowledge(A),
                        new Step.Read(B, 3),
                        client(B, 1248, new RowStep(1, Action.UPDATE, 7, 1, 1, 0)),
                        new Step.PlanApply(B),
                        new Step.Execute(A),
                        new Step.Acknowledge(A),
                        new Step.PlanApply(B));

        assertThat(Verdict.of(setup, steps, new Variant()).violation()).isNull();
        assertThat(
                        Verdict.of(
                                        setup,
                                        steps,
                                        Objects.requireNonNull(
                                                Mutations.ALL.get(
                                                        "large: the later outlives the earlier")))
                                .violation())
                .isNotNull();
    }

    private static Step client(Side side, long time, RowStep... rows) {
        return new Step.Client(side, time, List.of(rows));
    }

    private static RowStep insert(long key, long x, long y, long z) {
        return new RowStep(key, Action.UPSERT, 7, x, y, z);
    }

    private static ConflictCore core() {
        EntityRules rules =
                new EntityRules(
                        Setup.SHAPE.entity(),
                        1,
                        List.of(LATEST, LATEST, LATEST, LATEST),
                        new PresenceRule.Delete());
        Checkpoint inA = new ModelDatabase(A, rules).checkpoint();
        Checkpoint inB = new ModelDatabase(B, rules).checkpoint();
        ConflictCore core = new ConflictCore(List.of(rules), inA, inB);
        core.bulkOver(1);
        return core;
    }

    private void read(Side side, long position, Change... changes) {
        core.read(side, new LogEntry.Transaction(origin(side, position), held(changes)));
    }

    private void marker(Side side, long position, Checkpoint checkpoint, Change... changes) {
        core.read(side, new LogEntry.Marker(origin(side, position), checkpoint, held(changes)));
    }

    private static Changes held(Change... changes) {
        return Changes.of(List.of(changes));
    }

    private static Origin origin(Side side, long position) {
        long clock = side == B ? position + 1 : position;
        return new Origin(
                side.name(), new Lsn(position), "t" + position, Instant.EPOCH, clock, null);
    }

    private TargetTransaction plan(Side source) {
        return Objects.requireNonNull(core.planApply(source, 10));
    }

    private static List<BulkRow> rows(TargetTransaction planned) {
        List<BulkRow> rows = new ArrayList<>();
        Objects.requireNonNull(planned.carried().large()).forEach(rows::add);
        return rows;
    }

    private static Change insert(Row row) {
        return new Change.Insert(Setup.SHAPE, row);
    }

    private static Change update(Row before, Row after) {
        return new Change.Update(Setup.SHAPE, before, after);
    }

    private static Row row(long id, long x) {
        return Row.of(id, x, 0L, 0L);
    }

    private static RecordKey key(long id) {
        return new RecordKey(Setup.SHAPE.entity(), Key.of(id));
    }
}
