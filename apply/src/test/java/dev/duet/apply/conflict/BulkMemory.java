package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Row;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/// Two transactions of so many changes of the same records, both in flight at once, through a core:
/// `BulkMemory CHANGES`. The changes are made as they are asked for, so that they take no memory;
/// what is measured is the core, by the heap that this is run with.
public final class BulkMemory {
    private static final FieldRule LATEST = new FieldRule.Latest();

    private final long count;
    private final ConflictCore core;

    private BulkMemory(long count) {
        EntityRules rules =
                new EntityRules(
                        Setup.SHAPE.entity(),
                        1,
                        List.of(LATEST, LATEST, LATEST, LATEST),
                        new PresenceRule.Update());
        Checkpoint inA = new ModelDatabase(Side.A, rules).checkpoint();
        Checkpoint inB = new ModelDatabase(Side.B, rules).checkpoint();
        this.count = count;
        this.core = new ConflictCore(List.of(rules), inA, inB);
    }

    public static void main(String[] arguments) {
        new BulkMemory(Long.parseLong(arguments[0])).run();
    }

    private void run() {
        Changes inserts = made(id -> new Change.Insert(Setup.SHAPE, row(id, 0)));
        Changes updates = made(id -> new Change.Update(Setup.SHAPE, row(id, 0), row(id, 1)));
        read(Side.A, 2, inserts);
        read(Side.A, 4, updates);
        TargetTransaction first = written();
        TargetTransaction second = written();
        mark(Side.B, 2, first.checkpoint(), inserts);
        mark(Side.B, 4, second.checkpoint(), updates);
        require(tracked() == 0, "no record is followed");
        read(Side.B, 6, Changes.of(List.of(new Change.Update(Setup.SHAPE, row(7, 1), row(7, 2)))));
        require(tracked() == 2, "but the one that a client has changed since");
        require(core.largeInFlight(Side.A) == 2, "the others are below");
        Objects.requireNonNull(core.planApply(Side.B, 1));
        require(core.largeInFlight(Side.A) == 2, "until the next entry");
        read(Side.B, 8, Changes.NONE);
        require(core.largeInFlight(Side.A) == 0, "after the marker nothing depends on them");
    }

    private TargetTransaction written() {
        TargetTransaction planned = Objects.requireNonNull(core.planApply(Side.A, 10));
        long rows = 0;
        for (BulkRow row : Objects.requireNonNull(planned.carried().large())) {
            rows += row instanceof BulkRow.AsItCame ? 1 : 0;
        }
        require(rows == count, "every row may be written as it came");
        core.committed(planned);
        return planned;
    }

    private int tracked() {
        return core.state(Side.A).records.size() + core.state(Side.B).records.size();
    }

    private void read(Side side, long position, Changes changes) {
        core.read(side, new LogEntry.Transaction(origin(side, position), changes));
    }

    private void mark(Side side, long position, Checkpoint checkpoint, Changes rows) {
        core.read(side, new LogEntry.Marker(origin(side, position), checkpoint, rows));
    }

    private Origin origin(Side side, long position) {
        return new Origin(
                side.name(),
                new Lsn(position),
                "t" + position,
                Instant.EPOCH,
                position,
                side == Side.B ? new Lsn(Math.min(position, 4)) : null);
    }

    private static Row row(long id, long x) {
        return Row.of(id, x, 0L, "some text that a record may have");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private Changes made(LongFunction<Change> maker) {
        return new Changes() {
            @Override
            public long count() {
                return count;
            }

            @Override
            public long weight() {
                return 0;
            }

            @Override
            public Change get(long ordinal) {
                return maker.apply(ordinal);
            }

            @Override
            public Changes share() {
                return this;
            }

            @Override
            public Iterator<Change> iterator() {
                return LongStream.range(0, count).mapToObj(maker).iterator();
            }

            @Override
            public void close() {}
        };
    }
}
