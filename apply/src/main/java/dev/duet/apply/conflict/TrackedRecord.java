package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;

/// All that one side knows of a record with something in flight. Mutable, one thread.
///
/// Kept whole or dropped whole (PROTOCOL 2.7 b).
final class TrackedRecord {
    final RecordKey key;
    final EntityRules rules;
    final Side side;
    final Shadow shadow;
    final OwnChanges own;

    /// The row as the log last showed it.
    Image image;

    /// The position at which the row last became what it must be; 0 when it always was.
    long cleanAt;

    /// Where in this side's log it was released from a hold; 0 for never. What the peer did without
    /// having seen that does not count.
    long releasedAt;

    /// After a restart: whether something may be missing from the shadow.
    boolean inexact;

    private TrackedRecord(EntityRules rules, RecordKey key, Side side, Shadow shadow, Image image) {
        this.key = key;
        this.rules = rules;
        this.side = side;
        this.shadow = shadow;
        this.own = new OwnChanges(rules.size());
        this.image = image;
    }

    /// A record with nothing in flight until this side's change: its row is what that found.
    static TrackedRecord here(EntityRules rules, NetChange first, Side side, Image image) {
        Shadow shadow = Shadow.of(first, rules.size());
        return new TrackedRecord(rules, first.key(), side, shadow, image);
    }

    /// The same until the peer's change, which found the same row there.
    static TrackedRecord there(EntityRules rules, NetChange first, Side side, Image image) {
        Shadow shadow = Shadow.there(first, rules, side);
        return new TrackedRecord(rules, first.key(), side, shadow, image);
    }

    /// Whether it was released as a record that is not to be, and nobody has wanted it since. A
    /// write decided before the hold may have left a row there.
    boolean isReleasedAway() {
        return releasedAt > 0
                && !shadow.isAlive()
                && shadow.knowsNothing()
                && rules.presence().updatesCount();
    }
}
