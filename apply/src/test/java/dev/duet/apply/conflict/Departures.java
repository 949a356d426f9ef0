package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Release;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// Which records one side has without the other, since a delete stayed where it was made: from the
/// two logs alone.
///
/// A record is gone from a side with such a delete, until a client inserts it there, or an insert
/// of the other side's arrives.
final class Departures {
    private final EntityRules rules;
    private final Simulation simulation;

    Departures(EntityRules rules, Simulation simulation) {
        this.rules = rules;
        this.simulation = simulation;
    }

    /// Whether a transaction's delete of a record stays on its side.
    static boolean stays(EntityRules rules, Side side, long key, NetImages images) {
        @Nullable Row[] image = images.rows.get(key);
        boolean ends = image != null && image[0] != null && image[1] == null;
        return ends && Withheld.told(rules, side, image) == null
                || ends
                        && !images.moved.contains(key)
                        && rules.ends(side.peer(), images.left.contains(key)) == DeleteRule.STAYS;
    }

    boolean isGone(Side side, long key) {
        Standing standing = new Standing();
        long seen = 0;
        for (LogLine line : simulation.database(side).log()) {
            if (line.marker() == null) {
                own(standing, side, key, line);
            } else {
                long from = seen;
                seen = line.marker().position().ordinal();
                for (LogLine other : simulation.database(side.peer()).log()) {
                    if (other.position() > from && other.position() <= seen) {
                        arrives(standing, side.peer(), key, other);
                    }
                }
            }
        }
        return standing.isGone;
    }

    /// What is known of a record on one side.
    private static final class Standing {
        private boolean isGone;
        private boolean hasLeft;

        void leave() {
            isGone = true;
            hasLeft = true;
        }

        /// Something of this side's, or what people decided, stands against what arrives.
        void begin() {
            isGone = false;
            hasLeft = false;
        }
    }

    /// The position of the last delete of a record that stays on its side; 0 for none.
    long leftAt(Side side, long key) {
        long leftAt = 0;
        for (LogLine line : simulation.database(side).log()) {
            if (line.isClients() && stays(rules, side, key, NetImages.of(line.changes()))) {
                leftAt = line.position();
            }
        }
        return leftAt;
    }

    private void own(Standing standing, Side side, long key, LogLine line) {
        NetImages images = NetImages.of(line.changes());
        @Nullable Row[] image = images.rows.get(key);
        if (isRelease(side, key, line)) {
            standing.begin();
        } else if (stays(rules, side, key, images)) {
            standing.leave();
        } else if (image != null
                && !Objects.equals(image[0], image[1])
                && !isForNobody(side, image)) {
            standing.isGone = false;
            if (image[0] == null || image[1] == null || rules.presence().updatesCount()) {
                standing.begin();
            }
        }
    }

    /// An update of nothing but the other side's fields is no sign of life.
    private boolean isForNobody(Side side, @Nullable Row[] image) {
        Row before = image[0];
        Row after = image[1];
        for (int i = 1; i <= Setup.FIELDS; i++) {
            if (before == null
                    || after == null
                    || (!Objects.equals(before.get(i), after.get(i))
                            && !rules.isOwnedBy(i, side.peer()))) {
                return false;
            }
        }
        return true;
    }

    private void arrives(Standing standing, Side from, long key, LogLine line) {
        NetImages images = NetImages.of(line.changes());
        @Nullable Row[] image = images.rows.get(key);
        if (isRelease(from, key, line)) {
            standing.begin();
        } else if (line.isClients()
                && image != null
                && (image[0] == null) != (image[1] == null)
                && !stays(rules, from, key, images)
                && counts(from, key, line)) {
            standing.isGone = standing.hasLeft && image[1] == null;
        }
    }

    private boolean counts(Side side, long key, LogLine line) {
        HoldEnd last = simulation.holds.last(Oracle.key(key));
        return last == null
                || line.position()
                        >= ModelHolds.reaches(last, side, simulation.database(side).log());
    }

    private boolean isRelease(Side side, long key, LogLine line) {
        HoldEnd last = simulation.holds.last(Oracle.key(key));
        return last != null
                && last.side() == side
                && last.position() == line.position()
                && line.releases().stream()
                        .map(Release::key)
                        .anyMatch(Oracle.key(key).key()::equals);
    }

    /// Whether a record's rows may differ in what a side owns: the other side has inserted anew
    /// what had stayed there, and does not know it.
    boolean mayDiffer(Side owner, long key) {
        if (!rules.mayStayAlone(owner)) {
            return false;
        }
        List<LogLine> log = simulation.database(owner.peer()).log();
        boolean left = false;
        for (LogLine line : log) {
            if (line.isClients()) {
                NetImages images = NetImages.of(line.changes());
                @Nullable Row[] image = images.rows.get(key);
                if (left && image != null && image[0] == null && image[1] != null) {
                    return true;
                }
                left |= stays(rules, owner.peer(), key, images);
            }
        }
        return false;
    }

    /// The record, when it is gone from a side although a person was to be asked first.
    List<String> ended(Meetings meetings, Side side, @Nullable Row row) {
        Oracle.Fact own = meetings.last().of(side, fact -> true);
        boolean isAsked =
                rules.ends(side, false) == DeleteRule.REVIEW
                        && rules.ends(side, true) == DeleteRule.REVIEW;
        boolean wasMoved = meetings.last().of(side.peer(), Oracle.Fact::moved) != null;
        boolean hasDeleted = meetings.last().of(side, Oracle.Fact::isDelete) != null;
        return isAsked && row == null && own != null && !hasDeleted && !wasMoved
                ? List.of(meetings.key() + " in " + side + ": " + own.position())
                : List.of();
    }
}
