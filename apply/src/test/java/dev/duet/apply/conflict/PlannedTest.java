package dev.duet.apply.conflict;

import static dev.duet.apply.conflict.rules.Side.A;
import static dev.duet.apply.conflict.rules.Side.B;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.brake.Tally;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Row;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a planned transaction says to those around the core: how much it would do, and whether it
/// asks a person.
class PlannedTest {
    private static final String ENTITY = Setup.SHAPE.entity();

    private final List<Changes> read = new ArrayList<>();
    private final ConflictCore core = core();

    @Test
    void deletesAreCountedAmongTheChanges() {
        read(A, 2, delete(row(1, 0)), update(row(2, 0), row(2, 5)), insert(row(3, 0)));

        assertThat(tally()).isEqualTo(new Tally(3, Map.of(ENTITY, 1L), Map.of()));
    }

    @Test
    void whatIsDeletedAndInsertedAgainIsNoDelete() {
        read(A, 2, delete(row(1, 0)), insert(row(1, 5)));

        assertThat(tally()).isEqualTo(new Tally(2, Map.of(), Map.of()));
    }

    @Test
    void anotherKeyIsNoDelete() {
        read(A, 2, new Change.KeyChange(Setup.SHAPE, row(1, 0), row(9, 0)), delete(row(2, 0)));

        assertThat(tally().deletes()).isEqualTo(Map.of(ENTITY, 1L));
    }

    @Test
    void thoseOfALargeTransactionAreCountedAsTheyWillBeWritten() {
        core.bulkOver(3);
        read(
                A,
                2,
                delete(row(1, 0)),
                delete(row(2, 0)),
                insert(row(2, 7)),
                delete(row(3, 0)),
                new Change.KeyChange(Setup.SHAPE, row(4, 0), row(8, 0)),
                update(row(5, 0), row(5, 1)));

        assertThat(tally()).isEqualTo(new Tally(6, Map.of(ENTITY, 2L), Map.of()));
    }

    @Test
    void aDeleteThatIsNotWrittenIsNotCounted() {
        read(B, 2, update(row(1, 0), row(1, 7)));
        read(A, 2, delete(row(1, 0)));
        read(A, 4, delete(row(2, 0)));

        assertThat(tally().deletes()).isEqualTo(Map.of(ENTITY, 1L)); // the first is B's: updated
    }

    @Test
    void conflictsAreCountedByRecord() {
        read(B, 2, update(row(1, 0), Row.of(1L, 7L, 7L, 7L)));
        read(A, 2, update(row(1, 0), Row.of(1L, 5L, 5L, 5L)), update(row(2, 0), row(2, 5)));

        Tally tally = tally();

        assertThat(tally.conflicts()).isEqualTo(Map.of(ENTITY, 1L));
        assertThat(tally.changes()).isEqualTo(2);
    }

    @Test
    void repairsAndHeartbeatsCountForNothing() {
        assertThat(Tally.of(core.planHeartbeat(B), List.of()).changes()).isZero();
    }

    @Test
    void latestAsksAPersonWhileTheClocksDiffer() {
        core.clocksDiffer(Duration.ofMillis(12_300));
        read(B, 2, update(row(1, 0), row(1, 7)));
        read(A, 2, update(row(1, 0), row(1, 5)));

        Ruling ruling = plan().rulings().getFirst();

        assertThat(ruling.asksForReview()).isTrue();
        assertThat(ruling.rule()).isEqualTo("review: latest, but the clocks differ by 12 s");
        assertThat(ruling.winner()).as("stands until then").isEqualTo(B);
        assertThat(ruling.reason()).isEqualTo("B wrote later, by clocks that differ");
    }

    @Test
    void soDoesLatestBetweenAnUpdateAndADelete() {
        core.clocksDiffer(Duration.ofMillis(30));
        read(B, 2, update(row(1, 0), row(1, 7)));
        read(A, 2, delete(row(1, 0)));

        Ruling ruling = plan().rulings().getFirst();

        assertThat(ruling.column()).isEqualTo(Ruling.PRESENCE);
        assertThat(ruling.rule()).isEqualTo("review: latest, but the clocks differ by 30 ms");
    }

    @Test
    void soItDoesInALargeTransaction() {
        core.bulkOver(1);
        core.clocksDiffer(Duration.ofSeconds(12));
        read(A, 2, update(row(1, 0), row(1, 5)), update(row(2, 0), row(2, 5)));
        read(B, 2, update(row(1, 0), row(1, 7)));

        assertThat(plan().rulings()).hasSize(1).allMatch(Ruling::asksForReview);
    }

    /// The conflict shows only when the marker comes back, and is recorded with what is written
    /// next.
    @Test
    void soItDoesWhenItComesLate() {
        core.clocksDiffer(Duration.ofSeconds(12));
        read(A, 2, update(row(1, 0), row(1, 5)));
        TargetTransaction planned = plan();
        core.committed(planned);
        read(B, 2, update(row(1, 0), row(1, 7)));
        core.read(
                B,
                new LogEntry.Marker(
                        new Origin("B", new Lsn(4), "t4", Instant.EPOCH, 9, null),
                        planned.checkpoint(),
                        Changes.NONE));

        assertThat(core.planHeartbeat(B).rulings()).hasSize(1).allMatch(Ruling::asksForReview);
    }

    @Test
    void otherRulesDoNotAskForTheClocks() {
        core.clocksDiffer(Duration.ofSeconds(12));
        read(B, 2, update(row(1, 0), Row.of(1L, 0L, 7L, 0L)));
        read(A, 2, update(row(1, 0), Row.of(1L, 0L, 5L, 0L)));

        assertThat(plan().rulings()).extracting(Ruling::rule).containsExactly("max");
    }

    @Test
    void latestDecidesAgainOnceTheyAgree() {
        core.clocksDiffer(Duration.ofSeconds(12));
        core.clocksDiffer(null);
        read(B, 2, update(row(1, 0), row(1, 7)));
        read(A, 2, update(row(1, 0), row(1, 5)));

        assertThat(plan().rulings()).extracting(Ruling::rule).containsExactly("latest");
    }

    private static ConflictCore core() {
        FieldRule latest = new FieldRule.Latest();
        EntityRules rules =
                new EntityRules(
                        ENTITY,
                        1,
                        List.of(latest, latest, new FieldRule.Max(), latest),
                        new PresenceRule.Latest());
        return new ConflictCore(
                List.of(rules),
                new ModelDatabase(A, rules).checkpoint(),
                new ModelDatabase(B, rules).checkpoint());
    }

    private void read(Side side, long position, Change... changes) {
        Changes held = Changes.of(List.of(changes));
        if (side == A) {
            read.add(held);
        }
        long clock = side == B ? position + 5 : position;
        core.read(
                side,
                new LogEntry.Transaction(
                        new Origin(
                                side.name(),
                                new Lsn(position),
                                "t" + position,
                                Instant.EPOCH,
                                clock,
                                null),
                        held));
    }

    private TargetTransaction plan() {
        return Objects.requireNonNull(core.planApply(A, 10));
    }

    private Tally tally() {
        return Tally.of(plan(), read);
    }

    private static Change insert(Row row) {
        return new Change.Insert(Setup.SHAPE, row);
    }

    private static Change update(Row before, Row after) {
        return new Change.Update(Setup.SHAPE, before, after);
    }

    private static Change delete(Row row) {
        return new Change.Delete(Setup.SHAPE, row);
    }

    private static Row row(long id, long x) {
        return Row.of(id, x, 0L, 0L);
    }
}
