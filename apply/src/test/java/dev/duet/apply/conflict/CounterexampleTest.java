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
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The smallest counterexamples to plausible designs (PROTOCOL 5). The protocol passes; where a
/// design has its mutation, that fails.
class CounterexampleTest {
    private static final int X = 1;
    private static final int Y = 2;
    private static final int Z = 4;
    private static final int ALL = X | Y | Z;

    private final List<Step> steps = new ArrayList<>();
    private long time = 1000;

    @Test
    void oneRoundResume() {
        Setup setup = setup(new FieldRule.Prefer(A), new PresenceRule.Update());
        client(B, Action.INSERT, ALL, 1, 1, 1);
        client(A, Action.INSERT, ALL, 2, 2, 2);
        read(A);
        apply(A); // kept back: B's row stays dirty
        client(A, Action.UPDATE, X, 0, 0, 0);
        read(B);
        apply(B);
        read(A);
        client(B, Action.UPDATE, Y, 0, 0, 0);
        read(B);
        repair(B);
        steps.add(new Step.Crash());

        assertPasses(setup);
        assertFails(setup, "resume = checkpoint");
        assertFails(setup, "resume = the peer's seen");
    }

    @Test
    void dropTooEarly() {
        Setup setup = setup(new FieldRule.Latest(), new PresenceRule.Delete());
        client(A, Action.INSERT, ALL, 1, 1, 1);
        carry(A);
        carry(B);
        client(B, Action.DELETE, ALL, 0, 0, 0);
        client(A, Action.UPDATE, X, 2, 0, 0);
        read(B);
        apply(B); // the delete is kept back
        client(A, Action.UPDATE, Y, 0, 2, 0); // it has seen the delete
        read(A);
        apply(A);
        apply(A);

        assertPasses(setup);
        assertFails(setup, "dropped when its marker came back");
    }

    @Test
    void noAudit() {
        Setup setup = setup(new FieldRule.Latest(), new PresenceRule.Delete());
        client(A, Action.INSERT, ALL, 1, 1, 1);
        carry(A);
        carry(B);
        client(B, Action.UPDATE, Y, 1, 0, 1); // unread when A's is applied
        client(A, Action.UPDATE, X | Y, 2, 2, 1); // later: y is kept back and must come
        read(A);
        apply(A);

        assertPasses(setup);
        assertFails(setup, "no audit");
    }

    @Test
    void deletesForgotten() {
        Setup setup = setup(new FieldRule.Latest(), new PresenceRule.Delete());
        client(B, Action.INSERT, ALL, 1, 1, 1);
        client(B, Action.DELETE, ALL, 0, 0, 0);
        client(A, Action.INSERT, ALL, 2, 2, 2);
        read(A);
        read(B);
        apply(A); // finds nothing there

        assertPasses(setup);
        assertFails(setup, "own deletes not remembered");
    }

    @Test
    void cleanInsideADirtySpan() {
        DirtySpans spans = new DirtySpans();
        RecordKey restored = key(1);
        spans.begin(restored, 1);
        spans.begin(key(2), 7);
        spans.end(restored, 10);

        assertThat(spans.startAround(6)).isEqualTo(1);
        assertThat(spans.startAround(7)).isEqualTo(7);
        assertThat(spans.startAround(0)).isEqualTo(DirtySpans.NONE);
    }

    @Test
    void sumWithUnknownTotal() {
        EntityRules rules = setup(new FieldRule.Sum(), new PresenceRule.Delete()).rules();
        NetChange increment = increment(5, 7);
        TrackedRecord record = TrackedRecord.here(rules, increment, Side.A, Image.UNKNOWN);
        record.shadow.forget(1);
        SourceTransaction from =
                new SourceTransaction(
                        A,
                        9,
                        9,
                        0,
                        List.of(increment),
                        SourceTransaction.Steps.of(List.of(), Set.of()));
        List<SideState.Incoming> batch = List.of(new SideState.Incoming(increment, from));

        Decision decision =
                new Planner(new Fold()).apply(new Planner.Subject(rules, record, List.of(), batch));

        assertThat(decision.write())
                .isInstanceOfSatisfying(
                        RowWrite.Update.class,
                        update ->
                                assertThat(update.fields())
                                        .containsExactly(new RowWrite.Add(1, 2L)));
    }

    @Test
    void theLoserKeepsWhatStands() {
        Setup setup = setup(new FieldRule.Max(), new PresenceRule.Delete());
        client(A, Action.INSERT, ALL, 0, 0, 0);
        carry(A);
        carry(B);
        client(A, Action.UPDATE, Y, 0, 2, 0);
        client(A, Action.UPDATE, Y, 0, 0, 0);
        client(B, Action.UPDATE, Y, 0, 1, 0);
        read(A);
        read(B);
        apply(A);
        apply(A);

        assertPasses(setup);
        assertFails(setup, "the loser keeps what stands");
    }

    /// Found here: the first change that B hears of stands on a row that A has yet to revert. The
    /// row that it found is not what B has.
    @Test
    void aChangeOnARowToBeReverted() {
        Setup setup =
                setup(
                        new FieldRule.Owner(B, 0L),
                        new FieldRule.Owner(A, 0L),
                        new FieldRule.Owner(A, 0L),
                        new PresenceRule.Delete());
        client(A, Action.INSERT, ALL, 0, 1, 1);
        read(A);
        client(A, Action.UPDATE, X, 2, 0, 0); // B's field: to be reverted
        apply(A);
        read(B);
        apply(B); // nothing to apply: the marker is passed
        steps.add(new Step.Foreign(B, time));
        read(B); // the record is at rest as far as is known, and forgotten
        client(A, Action.UPDATE, Z, 0, 0, 0);

        assertPasses(setup);
        assertFails(setup, "a change stands on the row it found");
    }

    /// PROTOCOL 1 leaves open which is right where the side that does not own a field inserts a
    /// record again: the rule is. What counts is whether the record was alive for that side *then*;
    /// that the owner was deleting it meanwhile, it could not know, and by it a field of the
    /// owner's would be reset that nobody had written.
    @Test
    void aRecordInsertedOverOneThatIsBeingRevivedKeepsItsOwnersValues() {
        Setup setup = setup(new FieldRule.Owner(A, 0L), new PresenceRule.Update());
        client(A, Action.INSERT, ALL, 1, 2, 2);
        carry(A);
        client(A, Action.UPDATE, X, 2, 0, 0);
        read(A);
        client(B, Action.DELETE, ALL, 0, 0, 0); // has not seen the update, which revives the record
        apply(A);
        read(B);
        client(B, Action.INSERT, ALL, 7, 7, 7); // over it
        client(A, Action.DELETE, ALL, 0, 0, 0); // has not seen the insert, which wins

        Simulation simulation = new Simulation(setup, new Variant());
        simulation.run(steps);
        simulation.rest();
        assertThat(simulation.database(A).rows().get(0L)).isEqualTo(Row.of(0L, 2L, 2L, 2L));
        assertPasses(setup);
    }

    /// B's own last value of z is 1; what was carried over brought its earlier one back, with a row
    /// that B had deleted, and no conflict of z had been known then.
    @Test
    void aRevivedRowInReview() {
        FieldRule review = new FieldRule.Review();
        Setup setup = setup(new FieldRule.Min(), review, review, new PresenceRule.Update());
        client(A, Action.INSERT, ALL, 1, 1, 1);
        read(A);
        client(A, Action.UPDATE, X | Y, 2, 0, 0);
        apply(A);
        client(B, Action.UPDATE, ALL, 2, 0, 2);
        client(B, Action.DELETE, 0, 0, 0, 0);
        read(B);
        client(B, Action.INSERT, ALL, 1, 2, 1);
        client(B, Action.DELETE, 0, 0, 0, 0);
        read(A);
        apply(A);
        client(A, Action.UPDATE, X | Z, 0, 0, 2);
        client(B, Action.UPDATE, X, 0, 0, 0);

        assertPasses(setup);
    }

    /// B has deleted the record, and then changed only what is A's in the row that was carried
    /// over: that is no answer.
    @Test
    void anOwnedFieldInReview() {
        FieldRule owner = new FieldRule.Owner(A, 0L);
        Setup setup = setup(owner, new PresenceRule.Review());
        client(A, Action.INSERT, ALL, 1, 1, 1);
        client(B, Action.INSERT, ALL, 2, 2, 2);
        client(B, Action.DELETE, 0, 0, 0, 0);
        read(A);
        apply(A);
        client(B, Action.UPDATE, ALL, 2, 2, 2);

        assertPasses(setup);
        assertFails(setup, "a side's own row is not put back");
    }

    /// A has written 1 into x of a row that it does not send; nothing is in flight of it. That B's
    /// clients write 1 and 0 again, which is nothing between them, is the last word about x.
    @Test
    void aFieldWrittenThereAndBackWhereTheOtherSideHasWithheldAnother() {
        FieldRule latest = new FieldRule.Latest();
        EntityRules rules =
                setup(latest, new PresenceRule.Latest())
                        .rules()
                        .sending(Map.of(A, row -> row.get(1).equals(2L)));
        client(B, Action.INSERT, ALL, 0, 0, 2);
        carry(B);
        client(A, Action.UPDATE, X, 1, 0, 0);
        carry(A);
        client(B, Action.UPDATE, X, 1, 0, 0);
        client(B, Action.UPDATE, X, 0, 0, 0);
        read(B);
        apply(B);

        Setup setup = new Setup(rules, 1, 3, false);
        Simulation simulation = new Simulation(setup, new Variant());
        simulation.run(steps);
        simulation.rest();
        assertThat(simulation.database(A).rows().get(0L)).isEqualTo(Row.of(0L, 0L, 0L, 2L));
        assertPasses(setup);
    }

    private static RecordKey key(long id) {
        return new RecordKey(Setup.SHAPE.entity(), Key.of(id));
    }

    private static NetChange increment(long from, long to) {
        return Netting.net(
                        List.of(
                                new Change.Update(
                                        Setup.SHAPE,
                                        Row.of(1L, from, 0L, 0L),
                                        Row.of(1L, to, 0L, 0L))))
                .getFirst();
    }

    private static Setup setup(FieldRule all, PresenceRule presence) {
        return setup(all, all, all, presence);
    }

    private static Setup setup(FieldRule x, FieldRule y, FieldRule z, PresenceRule presence) {
        return new Setup(
                new EntityRules(Setup.SHAPE.entity(), 1, List.of(x, x, y, z), presence),
                1,
                1,
                false);
    }

    private void client(Side side, Action action, int mask, long x, long y, long z) {
        time += 5;
        steps.add(new Step.Client(side, time, List.of(new RowStep(0, action, mask, x, y, z))));
    }

    private void read(Side side) {
        steps.add(new Step.Read(side, 100));
    }

    private void apply(Side source) {
        steps.add(new Step.PlanApply(source));
        steps.add(new Step.Execute(source.peer()));
        steps.add(new Step.Acknowledge(source.peer()));
    }

    private void repair(Side side) {
        steps.add(new Step.PlanRepair(side, 0));
        steps.add(new Step.Execute(side));
        steps.add(new Step.Acknowledge(side));
    }

    /// One way and back again, so that nothing stays in flight.
    private void carry(Side source) {
        read(source);
        apply(source);
        read(source.peer());
        steps.add(new Step.PlanHeartbeat(source));
        steps.add(new Step.Execute(source));
        steps.add(new Step.Acknowledge(source));
        read(source);
    }

    private void assertPasses(Setup setup) {
        assertThat(Verdict.of(setup, steps, new Variant()).violation()).isNull();
    }

    private void assertFails(Setup setup, String mutation) {
        Variant ofReviews = ReviewMutations.ALL.get(mutation);
        Variant variant =
                ofReviews == null ? Objects.requireNonNull(Mutations.ALL.get(mutation)) : ofReviews;
        assertThat(Verdict.of(setup, steps, variant).violation()).as(mutation).isNotNull();
    }
}
