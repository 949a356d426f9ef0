package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Claim;
import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldDecision;
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

/// The pure heart: how a change of the peer's, beside those of this side's clients, alters what a
/// row must be (PROTOCOL 4, MERGE). It keeps nothing but whether the databases' clocks can be
/// trusted.
///
/// Whether two changes are concurrent is read off the two logs alone, as in MySQL Cluster's
/// NDB$EPOCH: a side's log shows, by our markers, what of the peer's it had when it wrote. Unlike
/// there, deletes are remembered as long as they may matter.
class Fold extends ClientFold {
    private @Nullable Duration apart;

    /// Notes how far apart the clocks are, when that is too far; null when not. What stands is the
    /// same either way, and the two directions need not learn of it at the same moment: a review
    /// holds the record on both sides, so that whichever asks first asks for both.
    final void clocksDiffer(@Nullable Duration apart) {
        this.apart = apart;
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

        /// The same, which alters nothing: what comes is not about the row that is here.
        Meeting apart() {
            Shadow apart = shadow.copy();
            apart.presence(true);
            return new Meeting(rules, apart, own, from, stood, rulings);
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
        if (isMissedBy(meeting, change)) {
            merge(meeting.apart(), change);
            return;
        }
        if (shadow.presence() == Shadow.Presence.ALONE) {
            shadow.presence(true);
        }
        boolean wasAlive = shadow.isAlive();
        boolean mayHaveStood = shadow.mayBeThere();
        if (!leavesPresence(shadow, change)) {
            boolean alive = rules.presence().alive(wasAlive, theirs, ours);
            shadow.presence(
                    isToAsk(meeting, change, alive)
                            ? askAboutDelete(meeting, change, theirs, ours)
                            : ours == null
                                    ? alive
                                    : rulePresence(meeting, change, theirs, ours, alive));
            if (ours == null && !shadow.mayBeThere() && rules.mayStayAlone(from.side())) {
                shadow.part(); // this side wants nothing of it, whatever the other makes of it
            }
        }
        boolean revives = !wasAlive && shadow.isAlive();
        switch (change) {
            case NetChange.Deleted delete -> {} // the fields stay, hidden (2.4)
            case NetChange.Released released -> {} // done
            case NetChange.Inserted insert -> {
                for (int i = rules.keySize(); i < rules.size(); i++) {
                    mergeInserted(meeting, i, insert, mayHaveStood);
                }
            }
            case NetChange.Updated update -> {
                for (int i = rules.keySize(); i < rules.size(); i++) {
                    mergeUpdated(meeting, i, update, revives);
                }
            }
        }
    }

    /// Whether a change is not about the row that is here: this side's clients have ended the
    /// record for the other side, and that stands against it.
    boolean isMissedBy(Meeting meeting, NetChange change) {
        SourceTransaction from = meeting.from;
        Life ours = unseenLife(meeting.own, from.seen());
        return meeting.shadow.presence() == Shadow.Presence.ALONE
                && !meeting.rules
                        .presence()
                        .alive(
                                false,
                                new Life(from.side(), from.position(), from.clock(), change.kind()),
                                ours);
    }

    /// Whether a change is nothing to whether the record is here: this side's clients deleted it
    /// for themselves, and only an insert brings it back.
    boolean leavesPresence(Shadow shadow, NetChange change) {
        return switch (shadow.presence()) {
            case PARTED -> !(change instanceof NetChange.Inserted);
            case EITHER -> change instanceof NetChange.Updated;
            case ALIVE, ALONE, DEAD, UNKNOWN -> false;
        };
    }

    /// @param mayHaveStood whether the row may be there, since it stayed when the other side
    ///   deleted it
    private void mergeInserted(
            Meeting meeting, int column, NetChange.Inserted insert, boolean mayHaveStood) {
        EntityRules rules = meeting.rules;
        Shadow shadow = meeting.shadow;
        long seen = meeting.from.seen();
        Object value = insert.after().get(column);
        if (rules.isOwnedBy(column, meeting.from.side().peer())) {
            Claim ours = unseenClaim(meeting.own, column, seen);
            if (ours != null) {
                shadow.set(column, ours.value());
            } else if (mayHaveStood && rules.mayStayAlone(meeting.from.side().peer())) {
                return; // what stands there is the owner's
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
            boolean isSaid = update.touched().get(column) || revives;
            if (rules.isOwnedBy(column, meeting.from.side())
                    && (isSaid || ridesAlong(rules, column))) {
                shadow.set(column, value);
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

    /// Whether an owner's value comes along with its every update (2.6), so that nothing else can
    /// stand on the other side.
    boolean ridesAlong(EntityRules rules, int column) {
        return !rules.isKept(column);
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

    /// Whether a delete would end a record here that it may not end unasked.
    ///
    /// @param alive what the rule says
    private static boolean isToAsk(Meeting meeting, NetChange change, boolean alive) {
        return !alive
                && change instanceof NetChange.Deleted delete
                && !delete.moved()
                && meeting.rules.ends(meeting.from.side().peer(), delete.left())
                        == DeleteRule.REVIEW
                && meeting.shadow.presence() != Shadow.Presence.DEAD;
    }

    /// @param ours null when there is no change that the delete had not seen
    /// @return whether the record is to be here
    private boolean askAboutDelete(
            Meeting meeting, NetChange change, Life theirs, @Nullable Life ours) {
        Side here = theirs.side().peer();
        Ruling ruling =
                rule(
                        meeting,
                        new Ruling(
                                change.key(),
                                Ruling.PRESENCE,
                                DeleteRule.ASKED,
                                theirs.side(),
                                mark(theirs),
                                ours == null
                                        ? new Ruling.Mark(
                                                here, meeting.from.seen(), theirs.clock(), null)
                                        : mark(ours),
                                new Ruling.Images(change.before(), null, meeting.shadow.row()),
                                "the record was deleted on one side; it stays on the other until a"
                                        + " person has decided"));
        return keepsOwn(ruling);
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
                                mark(theirs),
                                mark(ours),
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

    private static Ruling.Mark mark(Life life) {
        return new Ruling.Mark(life.side(), life.position(), life.clock(), null);
    }

    private static Ruling.Mark mark(Claim claim) {
        return new Ruling.Mark(claim.side(), claim.position(), claim.clock(), claim.value());
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

    @Nullable Claim unseenClaim(OwnChanges own, int column, long seen) {
        return own.unseenClaim(column, seen);
    }

    @Nullable Life unseenLife(OwnChanges own, long seen) {
        return own.unseenLife(seen);
    }
}
