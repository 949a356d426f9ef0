package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;

/// All that one side knows of a record with something in flight. Mutable, one thread.
///
/// Kept whole or dropped whole (PROTOCOL 2.7 b).
final class TrackedRecord {
    final RecordKey key;
    final EntityRules rules;
    final Shadow shadow;
    final OwnChanges own;

    /// The row as the log last showed it.
    Image image;

    /// The position at which the row last became what it must be; 0 when it always was.
    long cleanAt;

    /// Where in this side's log it was released from a hold; 0 for never. What the peer did without
    /// having seen that does not count.
    long releasedAt;

    /// Where a client last did something to it in this side's log.
    long clientAt;

    /// How far this log had been read when what came back of ours last was planned; 0 when that is
    /// not known. Nothing that stands in the log depends on it.
    long plannedAt;

    /// Whether it is there since a trigger made it beside what was written, and the other side
    /// knows nothing of it.
    boolean isBeside;

    /// After a restart: whether something may be missing from the shadow.
    boolean inexact;

    /// A record with nothing in flight until `first`: its row is what that change found.
    TrackedRecord(EntityRules rules, NetChange first, Image image) {
        this.key = first.key();
        this.rules = rules;
        this.shadow = Shadow.of(first, rules.size());
        this.own = new OwnChanges(rules.size());
        this.image = image;
    }

    /// Whether the row is what our last write made of it, since nobody else was in the way: when it
    /// is not what it must be, a trigger has done it.
    boolean isOurs() {
        return plannedAt > 0 && clientAt <= plannedAt;
    }

    /// Whether it was released as a record that is not to be, or a trigger made it, and nobody has
    /// wanted it since. A write decided before the hold may have left a row there.
    boolean isReleasedAway() {
        return !shadow.isAlive()
                && shadow.knowsNothing()
                && (isBeside || (releasedAt > 0 && rules.presence().updatesCount()));
    }
}
