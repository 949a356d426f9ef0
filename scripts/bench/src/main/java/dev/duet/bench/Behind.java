package dev.duet.bench;

import dev.duet.apply.Arbiter;
import dev.duet.apply.conflict.ConflictCore;
import dev.duet.apply.conflict.TargetTransaction;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Column;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.types.Kind;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// What the conflict core holds while one side is far behind: a backlog of A's, each change of a
/// record of its own in a transaction of its own, is written into B, whose log is read only as far
/// as the limit of what may be in flight makes A wait for it. No database takes part; the core is
/// the one that runs. One thread, used once.
final class Behind {
    private static final int COLUMNS = 10;
    private static final int BATCH = 100;
    private static final Shape SHAPE =
            new Shape(
                    "thing",
                    new TableName("model", "thing"),
                    IntStream.range(0, COLUMNS)
                            .mapToObj(i -> new Column("c" + i, "bigint", Kind.INTEGER, true))
                            .toList(),
                    1);

    private final int changes;
    private final ConflictCore core;
    private final Deque<Written> unread = new ArrayDeque<>();
    private long endOfA;
    private long endOfB;
    private Position seenByA = new Lsn(0);
    private int read;
    private int inFlightMost;

    /// Written into B; its rows are made again when its log is read.
    private record Written(Checkpoint checkpoint, int first, int count) {}

    /// @param changes of the backlog
    /// @param inFlight how many of them were in flight at most
    /// @param bytes what the core held at most
    record Held(int changes, int inFlight, long bytes) {}

    Behind(int changes) {
        this.changes = changes;
        FieldRule latest = new FieldRule.Latest();
        this.core =
                new ConflictCore(
                        List.of(
                                new EntityRules(
                                        SHAPE.entity(),
                                        1,
                                        Collections.nCopies(COLUMNS, latest),
                                        new PresenceRule.Update())),
                        nothing(Side.B),
                        nothing(Side.A));
    }

    private static Checkpoint nothing(Side source) {
        Anchor start = new Anchor(new Lsn(0), 0, null);
        return new Checkpoint(
                source.name(),
                start.position(),
                0,
                0,
                start,
                start,
                start.position(),
                start.position(),
                "bench",
                1);
    }

    Held run() {
        long before = liveBytes();
        long most = 0;
        for (int round = 0; read < changes; round++) {
            fill();
            if (round % BATCH == 0) {
                most = Math.max(most, liveBytes());
            }
            catchUp();
        }
        core.close();
        return new Held(changes, inFlightMost, most - before);
    }

    private static long liveBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /// Reads and writes until no more may be in flight.
    private void fill() {
        while (read < changes && core.changesInFlight(Side.A) < Arbiter.MOST_IN_FLIGHT) {
            int first = read;
            for (int i = 0; i < BATCH; i++) {
                core.read(Side.A, new LogEntry.Transaction(origin(Side.A), change(read++)));
            }
            TargetTransaction planned = Objects.requireNonNull(core.planApply(Side.A, BATCH));
            core.committed(planned);
            unread.addLast(new Written(planned.checkpoint(), first, BATCH));
        }
        inFlightMost = Math.max(inFlightMost, core.changesInFlight(Side.A));
    }

    /// B's log goes on by ten transactions, and A's shows that.
    private void catchUp() {
        for (int i = 0; i < 10 && !unread.isEmpty(); i++) {
            Written written = unread.removeFirst();
            List<Change> rows = new ArrayList<>();
            for (int id = written.first; id < written.first + written.count; id++) {
                change(id).forEach(rows::add);
            }
            Position stands = written.checkpoint.position();
            core.read(
                    Side.B,
                    new LogEntry.Marker(
                            origin(Side.B, stands), written.checkpoint, Changes.of(rows)));
        }
        TargetTransaction heartbeat = core.planHeartbeat(Side.A);
        core.committed(heartbeat);
        seenByA = heartbeat.checkpoint().position();
        core.read(
                Side.A, new LogEntry.Marker(origin(Side.A), heartbeat.checkpoint(), Changes.NONE));
    }

    private Origin origin(Side side) {
        return origin(side, seenByA);
    }

    private Origin origin(Side side, Position seen) {
        long position = side == Side.A ? ++endOfA : ++endOfB;
        return new Origin(
                side.name(), new Lsn(position), "t" + position, Instant.EPOCH, position, seen);
    }

    private static Changes change(int id) {
        return Changes.of(List.of(new Change.Update(SHAPE, row(id, 0), row(id, 1))));
    }

    private static Row row(int id, long value) {
        Object[] values = new Object[COLUMNS];
        values[0] = (long) id;
        for (int i = 1; i < COLUMNS; i++) {
            values[i] = 1_000_000L * i + value;
        }
        return Row.of(values);
    }
}
