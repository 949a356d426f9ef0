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

    /// After a restart: whether something may be missing from the shadow.
    boolean inexact;

    /// A record with nothing in flight until `first`: its row is what that change found.
    TrackedRecord(EntityRules rules, NetChange first, Image image) {
        this.key = first.key();
        this.rules = rules;
        this.shadow = Shadow.of(first);
        this.own = new OwnChanges(rules.size());
        this.image = image;
    }
}
