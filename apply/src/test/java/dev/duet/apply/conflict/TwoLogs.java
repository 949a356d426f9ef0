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
import dev.duet.schemas.Position;

import java.time.Instant;
import java.util.Collections;
import java.util.List;

/// A core, and what both its logs show it as the test has it. One thread.
final class TwoLogs {
    final ConflictCore core;
    private long endOfA = 1_000;
    private long endOfB = 1_000;
    private Position seenByA = new Lsn(0);

    /// @param rule of every field
    TwoLogs(FieldRule rule) {
        this(rule, 0);
    }

    /// @param writtenIntoA how often Duet has written into A, of which its log has shown nothing
    TwoLogs(FieldRule rule, long writtenIntoA) {
        EntityRules rules =
                new EntityRules(
                        Setup.SHAPE.entity(),
                        1,
                        Collections.nCopies(4, rule),
                        new PresenceRule.Update());
        Checkpoint inA = new ModelDatabase(Side.A, rules).checkpoint();
        core =
                new ConflictCore(
                        List.of(rules),
                        inA.withCounter(inA.counter() + writtenIntoA),
                        new ModelDatabase(Side.B, rules).checkpoint());
    }

    /// A transaction of A's clients.
    void clientOfA(List<Change> rows) {
        core.read(
                Side.A, new LogEntry.Transaction(origin("A", ++endOfA, seenByA), Changes.of(rows)));
    }

    /// A marker in B's log with the rows of its transaction.
    void markerOfB(Checkpoint checkpoint, List<Change> rows) {
        core.read(
                Side.B,
                new LogEntry.Marker(
                        origin("B", ++endOfB, checkpoint.position()),
                        checkpoint,
                        Changes.of(rows)));
    }

    /// A marker alone into A, whose log then shows how far B's was read.
    void heartbeatOfA() {
        TargetTransaction heartbeat = core.planHeartbeat(Side.A);
        core.committed(heartbeat);
        seenByA = heartbeat.checkpoint().position();
        core.read(
                Side.A,
                new LogEntry.Marker(
                        origin("A", ++endOfA, seenByA), heartbeat.checkpoint(), Changes.NONE));
    }

    private static Origin origin(String system, long position, Position seen) {
        return new Origin(system, new Lsn(position), "t", Instant.EPOCH, position, seen);
    }
}
