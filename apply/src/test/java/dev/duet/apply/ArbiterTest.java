package dev.duet.apply;

import static dev.duet.apply.conflict.rules.Side.A;
import static dev.duet.apply.conflict.rules.Side.B;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.ConflictCore;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.plan.Links;
import dev.duet.apply.plan.UndeclaredKeys;
import dev.duet.mapping.Derivations;
import dev.duet.mapping.EntityMapping;
import dev.duet.mapping.EntityMappings;
import dev.duet.mapping.EntityMappings.NamedTable;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.Validation;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Column;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

class ArbiterTest {
    private static final int MOST = 10;
    private static final Column KEY = new Column("id", "bigint", Kind.INTEGER, false);
    private static final Shape SHAPE =
            new Shape("thing", new TableName("model", "thing"), List.of(KEY), 1);
    private static final Map<String, EntityMapping> SAME =
            Map.of(
                    "thing",
                    EntityMappings.of(
                                    "thing",
                                    List.of(FieldMapping.same(KEY)),
                                    Derivations.NONE,
                                    Validation.NONE,
                                    List.of(
                                            new NamedTable("a", SHAPE.table()),
                                            new NamedTable("b", SHAPE.table())),
                                    1)
                            .fromFirst());

    private final Arbiter arbiter =
            new Arbiter(
                    new ConflictCore(
                            List.of(
                                    new EntityRules(
                                            "thing",
                                            1,
                                            List.of(new FieldRule.Prefer(A)),
                                            new PresenceRule.Delete())),
                            checkpoint(),
                            checkpoint()),
                    MOST);
    private long position;
    private Checkpoint last = checkpoint();

    /// The side that is read on must not fill the memory while the other log stands still.
    @Test
    void aSideIsReadNoFurtherThanItsMarkersAllow() {
        AtomicInteger woken = new AtomicInteger();
        arbiter.attach(B, woken::incrementAndGet);
        while (arbiter.canRead(B, insert(B))) {
            readAndWrite(B);
            assertThat(position).isLessThanOrEqualTo(MOST);
        }
        assertThat(position).isEqualTo(MOST);
        assertThat(arbiter.canRead(B, new LogEntry.Passed(origin(B)))).isTrue();
        assertThat(arbiter.canRead(B, insert(B))).isFalse();
        int before = woken.get();

        arbiter.read(A, new LogEntry.Marker(origin(A), last, Changes.NONE));

        assertThat(woken.get()).isGreaterThan(before);
        assertThat(arbiter.canRead(B, insert(B))).isTrue();
    }

    @Test
    void twoFullSidesDoNotWaitForEachOther() {
        for (int i = 0; i <= MOST; i++) {
            read(B);
            read(A);
        }

        assertThat(arbiter.canRead(A, insert(A))).isTrue();
        assertThat(arbiter.canRead(B, insert(B))).isTrue();
    }

    @Test
    void aPausedDirectionIsReadAndWritesNothingButHeartbeats() {
        arbiter.pause(A);
        read(A);

        assertThat(arbiter.next(A, 1, false)).isNull();
        assertThat(arbiter.isStill(A)).isTrue();
        ApplyTask heartbeat = Objects.requireNonNull(arbiter.next(A, 1, true));
        assertThat(heartbeat.originals()).isEmpty();
        assertThat(heartbeat.plan().checkpoint().position()).isEqualTo(checkpoint().position());
        arbiter.committed(heartbeat, Set.of());

        arbiter.resume(A);

        assertThat(arbiter.isStill(A)).isFalse();
        assertThat(Objects.requireNonNull(arbiter.next(A, 1, false)).originals()).hasSize(1);
    }

    /// So it is when a brake stops it, or a failure let a transaction stay open.
    @Test
    void whatWasPlannedWaitsForTheEndOfAPause() {
        read(A);
        ApplyTask planned = Objects.requireNonNull(arbiter.next(A, 1, false));
        arbiter.pause(A);
        assertThat(arbiter.isStill(A)).as("its thread has not come by").isFalse();

        assertThat(arbiter.next(A, 1, true)).isNull();
        assertThat(arbiter.isStill(A)).isTrue();

        arbiter.resume(A);
        assertThat(arbiter.next(A, 1, false)).isSameAs(planned);
    }

    @Test
    void theOtherDirectionGoesOn() {
        arbiter.pause(A);
        read(A);
        read(B);

        assertThat(Objects.requireNonNull(arbiter.next(B, 1, false)).originals()).hasSize(1);
    }

    /// Else a long pause would fill the memory: each would be read because the other one is full.
    @Test
    void twoFullSidesWaitWhileOneOfThemIsPaused() {
        arbiter.pause(A);
        for (int i = 0; i <= MOST; i++) {
            read(B);
            read(A);
        }
        assertThat(arbiter.canRead(A, insert(A))).isFalse();
        assertThat(arbiter.canRead(B, insert(B))).isFalse();
        AtomicInteger woken = new AtomicInteger();
        arbiter.attach(A, woken::incrementAndGet);
        arbiter.attach(B, woken::incrementAndGet);

        arbiter.resume(A);

        assertThat(woken.get()).isEqualTo(2);
        assertThat(arbiter.canRead(A, insert(A))).isTrue();
        assertThat(arbiter.canRead(B, insert(B))).isTrue();
    }

    @Test
    void aTransactionThatComesAgainIsNotNew() {
        LogEntry.Transaction entry = insert(A);

        assertThat(take(A, entry)).isTrue();
        assertThat(take(A, entry)).isFalse();
    }

    private void readAndWrite(Side side) {
        read(side);
        ApplyTask task = Objects.requireNonNull(arbiter.next(side, 1, false));
        last = task.plan().checkpoint();
        arbiter.committed(task, Set.of());
    }

    private void read(Side side) {
        LogEntry.Transaction entry = insert(side);
        position++;
        assertThat(take(side, entry)).isTrue();
    }

    private boolean take(Side side, LogEntry.Transaction entry) {
        Change change = entry.changes().get(0);
        Mapped mapped = new Mapped.Ready(change, change, change);
        return arbiter.read(
                side,
                entry,
                new MappedTransaction(entry.origin(), List.of(mapped), entry.changes()),
                new TargetTerms(SAME, Map.of(), UndeclaredKeys.NONE, Links.NONE));
    }

    private LogEntry.Transaction insert(Side side) {
        Change change = new Change.Insert(SHAPE, Row.of(position));
        return new LogEntry.Transaction(origin(side), Changes.of(List.of(change)));
    }

    private Origin origin(Side side) {
        return new Origin(
                side.name(), new Lsn(position + 1), "t", Instant.EPOCH, position + 1, null);
    }

    private static Checkpoint checkpoint() {
        Anchor start = new Anchor(new Lsn(0), 0, null);
        return new Checkpoint(
                "peer",
                start.position(),
                0,
                0,
                start,
                start,
                start.position(),
                start.position(),
                "incarnation",
                1);
    }
}
