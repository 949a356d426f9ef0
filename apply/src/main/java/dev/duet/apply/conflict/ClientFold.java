package dev.duet.apply.conflict;

import dev.duet.apply.conflict.Shadow.Presence;
import dev.duet.apply.conflict.rules.Claim;
import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule.Kind;
import dev.duet.apply.conflict.rules.PresenceRule.Life;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.Values;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

/// How a change of a side's own clients alters what its row must be, and what of it the other side
/// is told (PROTOCOL 4, LOCAL). Pure.
abstract class ClientFold {
    /// Takes a change of this side's own client.
    ///
    /// @return the change as it goes to the other side
    final NetChange local(TrackedRecord record, NetChange change, SourceTransaction at) {
        record.own.reached(at.position());
        return switch (change) {
            case NetChange.Inserted insert -> insertedHere(record, insert, at);
            case NetChange.Updated update ->
                    record.isReleasedAway()
                            ? insertedHere(record, inserted(record, update), at)
                            : updatedHere(record, update, at);
            case NetChange.Deleted delete -> deletedHere(record, delete, at);
            case NetChange.Released released -> {
                record.shadow.begin(released.after(), record.rules.keySize());
                record.releasedAt = at.position();
                yield released;
            }
        };
    }

    /// Takes a change that the other side is not told of: what it leaves stands here, as far as
    /// this side may say, until something of the other side's comes. It is no sign of life and no
    /// claim.
    final void withhold(TrackedRecord record, NetChange change) {
        Shadow shadow = record.shadow;
        switch (change) {
            case NetChange.Inserted insert -> {
                boolean wasAlive = shadow.isAlive();
                if (!wasAlive) {
                    shadow.presence(true);
                    if (record.own.endWithDelete()) {
                        shadow.stayAlone();
                    }
                }
                for (int i = record.rules.keySize(); i < record.rules.size(); i++) {
                    stand(record, i, insert.after(), wasAlive);
                }
            }
            case NetChange.Updated update -> {
                if (shadow.presence() == Presence.EITHER) {
                    shadow.presence(true);
                }
                update.touched().stream().forEach(i -> stand(record, i, update.after(), true));
                shadow.fill(update.after(), record.rules.keySize());
            }
            case NetChange.Deleted delete -> {
                if (shadow.presence() == Presence.ALONE) {
                    shadow.presence(false);
                } else {
                    depart(record);
                }
                shadow.fill(delete.before(), record.rules.keySize());
            }
            case NetChange.Released released -> throw new IllegalArgumentException("withheld");
        }
    }

    /// What is withheld stands, but where the other side owns the field.
    ///
    /// @param over whether there was a record
    void stand(TrackedRecord record, int column, Row after, boolean over) {
        if (!record.rules.isOwnedBy(column, record.side.peer()) || record.rules.isKept(column)) {
            record.shadow.set(column, after.get(column));
        } else if (!over) {
            record.shadow.set(column, initial(record.rules, column));
        }
    }

    /// Takes an update by which a record ends for the other side alone.
    ///
    /// @return the delete that it is there
    final NetChange leave(TrackedRecord record, NetChange.Updated update, SourceTransaction at) {
        record.own.reached(at.position());
        Row base = base(record.shadow, update.before());
        record.shadow.stayAlone();
        withhold(record, update);
        remember(record, new Life(at.side(), at.position(), at.clock(), Kind.DELETE));
        return new NetChange.Deleted(update.key(), update.before(), base, false, true);
    }

    private NetChange deletedHere(
            TrackedRecord record, NetChange.Deleted delete, SourceTransaction at) {
        Row base = base(record.shadow, delete.before());
        if (isKeptThere(record.rules, at.side(), delete)) {
            depart(record);
        } else {
            record.shadow.presence(false);
            remember(record, new Life(at.side(), at.position(), at.clock(), Kind.DELETE));
        }
        record.shadow.fill(delete.before(), record.rules.keySize());
        return new NetChange.Deleted(
                delete.key(), delete.before(), base, delete.moved(), delete.left());
    }

    private NetChange insertedHere(
            TrackedRecord record, NetChange.Inserted insert, SourceTransaction at) {
        // it was being revived (2.6)
        boolean over = record.shadow.presence() == Presence.ALIVE;
        record.shadow.presence(true);
        remember(record, new Life(at.side(), at.position(), at.clock(), Kind.INSERT));
        for (int i = record.rules.keySize(); i < record.rules.size(); i++) {
            Object value = insert.after().get(i);
            if (record.rules.isOwnedBy(i, at.side().peer())) {
                if (record.rules.isKept(i)) {
                    record.shadow.set(i, value);
                } else if (!over) {
                    record.shadow.set(i, initial(record.rules, i)); // what stands is reverted
                }
                continue;
            }
            record.shadow.set(i, value);
            if (record.rules.isSum(i)) {
                record.own.set(i, at.position(), value);
                record.shadow.set(i, Values.plus(value, null));
            } else {
                record.own.claim(i, claim(record.rules, i, insert.after(), at));
            }
        }
        return new NetChange.Inserted(insert.key(), insert.after(), over);
    }

    /// An update of a row that was not to be, of which nothing counts: the row is new as it leaves
    /// it.
    static NetChange.Inserted inserted(TrackedRecord record, NetChange.Updated update) {
        return new NetChange.Inserted(
                record.key, Image.completed(update.after(), update.before()), false);
    }

    private NetChange updatedHere(
            TrackedRecord record, NetChange.Updated update, SourceTransaction at) {
        Row base = base(record.shadow, update.before());
        boolean counts = record.rules.presence().updatesCount();
        if (counts || record.shadow.mayBeThere()) {
            record.shadow.presence(true);
        }
        if (counts) {
            remember(record, new Life(at.side(), at.position(), at.clock(), Kind.UPDATE));
        }
        for (int i = record.rules.keySize(); i < record.rules.size(); i++) {
            Object value = update.after().get(i);
            boolean owner = record.rules.isOwnedBy(i, at.side());
            if (record.rules.isOwned(i) && !owner) {
                keep(record, i, update);
                continue; // else what stands is reverted (2.6)
            }
            if (record.rules.isSum(i) && update.touched().get(i)) {
                Object difference = Values.minus(value, update.before().get(i));
                record.own.add(i, at.position(), difference);
                record.shadow.shift(i, Values.plus(record.shadow.get(i), difference));
            } else if (update.touched().get(i) || owner) {
                record.shadow.set(i, value);
                record.own.claim(i, claim(record.rules, i, update.after(), at));
            }
        }
        record.shadow.fill(update.after(), record.rules.keySize());
        return new NetChange.Updated(
                update.key(), update.before(), update.after(), update.touched(), base);
    }

    /// Takes what an update that is for nobody leaves in fields that may differ here.
    final void keep(TrackedRecord record, NetChange change) {
        if (change instanceof NetChange.Updated update) {
            update.touched().stream().forEach(i -> keep(record, i, update));
        }
    }

    /// A field of the other side's stays as this side's client wrote it, where it is kept.
    void keep(TrackedRecord record, int column, NetChange.Updated update) {
        if (record.rules.isKept(column) && update.touched().get(column)) {
            record.shadow.set(column, update.after().get(column));
        }
    }

    /// Whether an update touches nothing but fields that the other side owns: for the other side it
    /// does not exist (2.6).
    static boolean isForNobody(EntityRules rules, Side side, NetChange change) {
        return change instanceof NetChange.Updated update
                && update.touched().stream().allMatch(i -> rules.isOwnedBy(i, side.peer()));
    }

    /// Whether a side's delete ends the record there alone: the other side keeps it and hears
    /// nothing.
    static boolean isKeptThere(EntityRules rules, Side side, NetChange change) {
        return change instanceof NetChange.Deleted delete
                && !delete.moved()
                && rules.ends(side.peer(), delete.left()) == DeleteRule.STAYS;
    }

    /// What the other side has, which is not the row that the change found while that was yet to be
    /// repaired.
    Row base(Shadow shadow, Row found) {
        return shadow.base(found);
    }

    /// This side's clients end a record for themselves: what they had done to it before meets
    /// nothing of the other side's any more, unless that had ended it already.
    void depart(TrackedRecord record) {
        if (record.shadow.presence() != Shadow.Presence.DEAD) {
            record.own.forgetLife();
        }
        record.shadow.part();
    }

    void remember(TrackedRecord record, Life life) {
        record.own.life(life);
    }

    static Claim claim(EntityRules rules, int column, Row after, SourceTransaction at) {
        Object version =
                rules.rule(column) instanceof FieldRule.Version rule
                        ? after.get(rule.column())
                        : null;
        return new Claim(at.side(), at.position(), at.clock(), after.get(column), version);
    }

    static @Nullable Object initial(EntityRules rules, int column) {
        return rules.rule(column) instanceof FieldRule.Owner owner ? owner.initial() : null;
    }
}
