package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Claim;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldDecision;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.PresenceRule.Kind;
import dev.duet.apply.conflict.rules.PresenceRule.Life;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.Values;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/// The pure heart: how a client's change, and a change of the peer's, alter what a row must be
/// (PROTOCOL 4, LOCAL and MERGE). It keeps nothing but whether the databases' clocks can be
/// trusted.
///
/// Whether two changes are concurrent is read off the two logs alone, as in MySQL Cluster's
/// NDB$EPOCH: a side's log shows, by our markers, what of the peer's it had when it wrote. Unlike
/// there, deletes are remembered as long as they may matter.
class Fold {
    private @Nullable Duration apart;

    /// Notes how far apart the clocks are, when that is too far; null when not. What stands is the
    /// same either way, and the two directions need not learn of it at the same moment: a review
    /// holds the record on both sides, so that whichever asks first asks for both.
    final void clocksDiffer(@Nullable Duration apart) {
        this.apart = apart;
    }

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

    private NetChange deletedHere(
            TrackedRecord record, NetChange.Deleted delete, SourceTransaction at) {
        Row base = base(record.shadow, delete.before());
        record.shadow.presence(false);
        remember(record, new Life(at.side(), at.position(), at.clock(), Kind.DELETE));
        record.shadow.fill(delete.before(), record.rules.keySize());
        return new NetChange.Deleted(delete.key(), delete.before(), base);
    }

    private NetChange insertedHere(
            TrackedRecord record, NetChange.Inserted insert, SourceTransaction at) {
        boolean over = record.shadow.isAlive(); // it was being revived (2.6)
        record.shadow.presence(true);
        remember(record, new Life(at.side(), at.position(), at.clock(), Kind.INSERT));
        for (int i = record.rules.keySize(); i < record.rules.size(); i++) {
            Object value = insert.after().get(i);
            if (record.rules.isOwnedBy(i, at.side().peer())) {
                if (!over) {
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
    private static NetChange.Inserted inserted(TrackedRecord record, NetChange.Updated update) {
        return new NetChange.Inserted(
                record.key, Image.completed(update.after(), update.before()), false);
    }

    private NetChange updatedHere(
            TrackedRecord record, NetChange.Updated update, SourceTransaction at) {
        Row base = base(record.shadow, update.before());
        if (record.rules.presence().updatesCount()) {
            record.shadow.presence(true);
            remember(record, new Life(at.side(), at.position(), at.clock(), Kind.UPDATE));
        }
        for (int i = record.rules.keySize(); i < record.rules.size(); i++) {
            Object value = update.after().get(i);
            boolean owner = record.rules.isOwnedBy(i, at.side());
            if (record.rules.isOwned(i) && !owner) {
                continue; // what stands is reverted (2.6)
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

    /// Whether an update touches nothing but fields that the other side owns: for the other side it
    /// does not exist (2.6).
    static boolean isForNobody(EntityRules rules, Side side, NetChange change) {
        return change instanceof NetChange.Updated update
                && update.touched().stream().allMatch(i -> rules.isOwnedBy(i, side.peer()));
    }

    /// Where a change of the peer's meets what this side knows of the record.
    ///
    /// @param shadow what the row must be; altered by the merge
    /// @param own what this side's clients did
    /// @param from the transaction that the change is of
    /// @param stood the row as this side had it, where it may be in conflict
    /// @param rulings told of each pair of concurrent changes
    record Meeting(
            EntityRules rules,
            Shadow shadow,
            OwnChanges own,
            SourceTransaction from,
            @Nullable Row stood,
            Consumer<Ruling> rulings) {
        Meeting(
                EntityRules rules,
                Shadow shadow,
                OwnChanges own,
                SourceTransaction from,
                Consumer<Ruling> rulings) {
            this(
                    rules,
                    shadow,
                    own,
                    from,
                    shadow.isAlive() && own.last() > from.seen() ? shadow.row() : null,
                    rulings);
        }

        Ruling.Images images(NetChange change) {
            return new Ruling.Images(change.before(), change.after(), stood);
        }
    }

    /// Takes a change of the peer's, known to stand in this side's database by its marker or about
    /// to be written there.
    final void merge(Meeting meeting, NetChange change) {
        EntityRules rules = meeting.rules;
        Shadow shadow = meeting.shadow;
        SourceTransaction from = meeting.from;
        if (change instanceof NetChange.Released released) {
            shadow.begin(released.after(), rules.keySize());
            return;
        }
        Life theirs = new Life(from.side(), from.position(), from.clock(), change.kind());
        Life ours = unseenLife(meeting.own, from.seen());
        boolean wasAlive = shadow.isAlive();
        boolean alive = rules.presence().alive(wasAlive, theirs, ours);
        shadow.presence(ours == null ? alive : rulePresence(meeting, change, theirs, ours, alive));
        boolean revives = !wasAlive && shadow.isAlive();
        switch (change) {
            case NetChange.Deleted delete -> {} // the fields stay, hidden (2.4)
            case NetChange.Released released -> {} // done
            case NetChange.Inserted insert -> {
                for (int i = rules.keySize(); i < rules.size(); i++) {
                    mergeInserted(meeting, i, insert);
                }
            }
            case NetChange.Updated update -> {
                for (int i = rules.keySize(); i < rules.size(); i++) {
                    mergeUpdated(meeting, i, update, revives);
                }
            }
        }
    }

    private void mergeInserted(Meeting meeting, int column, NetChange.Inserted insert) {
        EntityRules rules = meeting.rules;
        Shadow shadow = meeting.shadow;
        long seen = meeting.from.seen();
        Object value = insert.after().get(column);
        if (rules.isOwnedBy(column, meeting.from.side().peer())) {
            Claim ours = unseenClaim(meeting.own, column, seen);
            if (ours != null) {
                shadow.set(column, ours.value());
            } else if (!insert.over()) {
                shadow.set(column, initial(rules, column));
            }
        } else if (rules.isOwned(column)) {
            shadow.set(column, value);
        } else if (rules.isSum(column)) {
            shadow.set(column, Values.plus(value, meeting.own.contribution(column, seen))); // 2.5
        } else {
            decide(meeting, column, insert);
        }
    }

    private void mergeUpdated(
            Meeting meeting, int column, NetChange.Updated update, boolean revives) {
        EntityRules rules = meeting.rules;
        Shadow shadow = meeting.shadow;
        Object value = update.after().get(column);
        if (rules.isOwned(column)) {
            if (rules.isOwnedBy(column, meeting.from.side())) {
                shadow.set(column, value); // the owner's rides on every update (2.6)
            }
        } else if (!update.touched().get(column)) {
            if (revives) {
                revive(meeting, column, value);
            }
        } else if (rules.isSum(column)) {
            Object difference = Values.minus(value, update.before().get(column));
            shadow.shift(column, Values.plus(shadow.get(column), difference));
        } else {
            decide(meeting, column, update);
        }
    }

    private void decide(Meeting meeting, int column, NetChange change) {
        EntityRules rules = meeting.rules;
        Row after = Objects.requireNonNull(change.after());
        if (after.get(column) instanceof Unchanged) {
            return; // it says nothing
        }
        Claim theirs = claim(rules, column, after, meeting.from);
        Claim ours = unseenClaim(meeting.own, column, meeting.from.seen());
        FieldDecision decision = FieldDecision.decide(rules.rule(column), theirs, ours);
        Object standing = standing(decision, meeting.shadow.get(column));
        if (ours != null && !Objects.equals(theirs.value(), ours.value())) {
            Side winner =
                    switch (decision) {
                        case FieldDecision.Theirs won -> theirs.side();
                        case FieldDecision.Ours won -> ours.side();
                    };
            Ruling ruling =
                    rule(
                            meeting,
                            new Ruling(
                                    change.key(),
                                    column,
                                    rules.rule(column).text(),
                                    winner,
                                    mark(theirs),
                                    mark(ours),
                                    meeting.images(change),
                                    decision.reason()));
            standing = keepsOwn(ruling) ? ours.value() : standing;
        }
        meeting.shadow.set(column, standing);
    }

    private Ruling rule(Meeting meeting, Ruling made) {
        Ruling ruling = made.underSkew(apart);
        meeting.rulings.accept(ruling);
        return ruling;
    }

    /// @param alive what the rule says
    /// @return whether the record is to be here
    private boolean rulePresence(
            Meeting meeting, NetChange change, Life theirs, Life ours, boolean alive) {
        boolean theirsDelete = theirs.kind() == Kind.DELETE;
        boolean oursDelete = ours.kind() == Kind.DELETE;
        if (theirsDelete == oursDelete) {
            return alive; // both deleted it, or both want it
        }
        Side winner = theirsDelete == alive ? ours.side() : theirs.side();
        Ruling ruling =
                rule(
                        meeting,
                        new Ruling(
                                change.key(),
                                Ruling.PRESENCE,
                                meeting.rules.presence().text(),
                                winner,
                                new Ruling.Mark(
                                        theirs.side(), theirs.position(), theirs.clock(), null),
                                new Ruling.Mark(ours.side(), ours.position(), ours.clock(), null),
                                meeting.images(change),
                                reason(meeting.rules.presence(), alive)));
        return keepsOwn(ruling) ? !oursDelete : alive;
    }

    /// Whether each side keeps its own until a person has decided.
    boolean keepsOwn(Ruling ruling) {
        return ruling.asksForReview();
    }

    private static String reason(PresenceRule rule, boolean alive) {
        if (rule instanceof PresenceRule.Review) {
            return "the record was deleted on one side and changed on the other; each keeps its own"
                    + " until a person has decided";
        }
        return alive
                ? "the record was changed on one side and stays"
                : "the record was deleted on one side and goes";
    }

    private static Claim claim(EntityRules rules, int column, Row after, SourceTransaction at) {
        Object version =
                rules.rule(column) instanceof FieldRule.Version rule
                        ? after.get(rule.column())
                        : null;
        return new Claim(at.side(), at.position(), at.clock(), after.get(column), version);
    }

    private static Ruling.Mark mark(Claim claim) {
        return new Ruling.Mark(claim.side(), claim.position(), claim.clock(), claim.value());
    }

    private static @Nullable Object initial(EntityRules rules, int column) {
        return rules.rule(column) instanceof FieldRule.Owner owner ? owner.initial() : null;
    }

    /// What both sides end with: one side's last value, written even when it is this side's own,
    /// since what stands may be an earlier one (2.3).
    @Nullable Object standing(FieldDecision decision, @Nullable Object stands) {
        return decision.value();
    }

    /// A revived row comes from the shadow; only what that does not know comes from the
    /// after-image, and not even that when this side's own delete was not seen (2.4).
    void revive(Meeting meeting, int column, @Nullable Object value) {
        Life ours = unseenLife(meeting.own, meeting.from.seen());
        if (meeting.shadow.knows(column) || (ours != null && ours.kind() == Kind.DELETE)) {
            return;
        }
        if (meeting.rules.isSum(column)) {
            meeting.shadow.shift(column, Values.plus(value, null)); // its total stays unknown
        } else {
            meeting.shadow.set(column, value);
        }
    }

    /// What the other side has, which is not the row that the change found while that was yet to be
    /// repaired.
    Row base(Shadow shadow, Row found) {
        return shadow.base(found);
    }

    void remember(TrackedRecord record, Life life) {
        record.own.life(life);
    }

    @Nullable Claim unseenClaim(OwnChanges own, int column, long seen) {
        return own.unseenClaim(column, seen);
    }

    @Nullable Life unseenLife(OwnChanges own, long seen) {
        return own.unseenLife(seen);
    }
}
