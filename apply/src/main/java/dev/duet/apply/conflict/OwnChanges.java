package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Claim;
import dev.duet.apply.conflict.rules.PresenceRule.Kind;
import dev.duet.apply.conflict.rules.PresenceRule.Life;
import dev.duet.apply.conflict.rules.Values;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What one side's own clients did to a record, as far as the peer's changes may not have seen it.
/// Mutable, one thread.
final class OwnChanges {
    private static final int STEPS_MANY = 8;

    private final @Nullable Claim[] claims;
    private final List<SumStep> steps = new ArrayList<>();
    private @Nullable Life life;
    private long last;

    /// @param set whether the counter was set to the amount by an insert, rather than moved by it
    private record SumStep(int column, long position, Object amount, boolean set) {}

    OwnChanges(int columns) {
        claims = new Claim[columns];
    }

    /// The position of the last of them; 0 for none.
    long last() {
        return last;
    }

    /// Whether the record is gone since this side's clients deleted it.
    boolean endWithDelete() {
        return life != null && life.kind() == Kind.DELETE;
    }

    void reached(long position) {
        last = position;
    }

    /// What says nothing is no claim.
    void claim(int column, Claim claim) {
        if (!(claim.value() instanceof Unchanged)) {
            claims[column] = claim;
        }
    }

    void life(Life life) {
        this.life = life;
    }

    void forgetLife() {
        life = null;
    }

    void set(int column, long position, @Nullable Object value) {
        steps.removeIf(step -> step.column == column); // it counts from the last insert on
        steps.add(new SumStep(column, position, Values.plus(value, null), true));
    }

    void add(int column, long position, Object difference) {
        steps.add(new SumStep(column, position, difference, false));
    }

    /// Whether it is worth while to forget steps.
    boolean isLong() {
        return steps.size() > STEPS_MANY;
    }

    /// Forgets the steps that every change to come has seen.
    void forgetSteps(long seen) {
        steps.removeIf(step -> step.position <= seen);
    }

    /// The last own change of a field, when the incoming one had not seen it: they are concurrent
    /// (PROTOCOL 2.3).
    @Nullable Claim unseenClaim(int column, long seen) {
        Claim claim = claims[column];
        return claim != null && claim.position() > seen ? claim : null;
    }

    @Nullable Life unseenLife(long seen) {
        return life != null && life.position() > seen ? life : null;
    }

    /// What this side's own changes, unseen by the incoming one, make of a counter (2.5).
    Object contribution(int column, long seen) {
        Object sum = 0L;
        for (SumStep step : steps) {
            if (step.column == column && step.position > seen) {
                sum = step.set ? step.amount : Values.plus(sum, step.amount);
            }
        }
        return sum;
    }
}
