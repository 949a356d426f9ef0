package dev.duet.apply.conflict;

import dev.duet.apply.conflict.SideState.Incoming;
import dev.duet.apply.conflict.TriggerEffect.What;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Values;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Holds one marked transaction, as the log shows it, against what was to be written. What it shows
/// beside that, a trigger of that side has done: it stands there, and by choice is a change of that
/// side. One thread, used once.
///
/// Both logs alone decide, so that a restart comes to the same. Where a client's change may have
/// been in the way there is no verdict; the audit sees to it. Only what the transaction itself has
/// changed counts: what it left as it was may have been kept back.
class EchoCheck {
    private final Tracker tracker;
    private final Holds holds;
    private final SideState state;
    private final boolean isRepair;
    private final boolean isBlind;
    private final Map<RecordKey, List<Incoming>> stood;

    /// What is carried back.
    private final SourceTransaction made;

    /// @param stood what the marker stands for, by record
    /// @param isRepair whether it stands for nothing new
    /// @param isBlind whether not all that it stands for was read again after a restart
    record Marked(
            SideState state,
            Map<RecordKey, List<Incoming>> stood,
            boolean isRepair,
            boolean isBlind) {}

    EchoCheck(Tracker tracker, Holds holds, Marked marked, SourceTransaction made) {
        this.tracker = tracker;
        this.holds = holds;
        this.state = marked.state;
        this.isRepair = marked.isRepair;
        this.isBlind = marked.isBlind;
        this.stood = marked.stood;
        this.made = made;
    }

    boolean isBlind() {
        return isBlind;
    }

    /// Takes what the transaction did to a record, before that is known as its row.
    ///
    /// @param isCarried whether the marker stands for a change of the record that is not among
    ///   those known here
    void judge(NetChange shown, boolean isCarried) {
        if (isBlind || holds.isHeld(state.side, shown.key())) {
            return;
        }
        judge(shown, stood.getOrDefault(shown.key(), List.of()), isCarried);
    }

    /// The same of a record that has just surfaced.
    void judge(NetChange shown, List<Incoming> carried) {
        if (!isBlind && !holds.isHeld(state.side, shown.key())) {
            stood.put(shown.key(), carried);
            judge(shown, carried, true);
        }
    }

    private void judge(NetChange shown, List<Incoming> carried, boolean isCarried) {
        TrackedRecord record = state.records.get(shown.key());
        if (!carried.isEmpty()) {
            if (record != null && isUndisturbed(record, carried)) {
                takeAsFound(record, shown, carried);
                compare(record, shown, carried);
            }
        } else if (record != null && isRepair && record.clientAt > record.oursAt) {
            return; // the repair was planned before that, or after it
        } else if (record != null && isRepair && mayBeRepaired(record)) {
            compare(record, shown, List.of());
        } else if (!isCarried && (record == null || (!record.inexact && record.releasedAt == 0))) {
            added(record, shown);
        }
    }

    /// Whether nothing of this side's clients is concurrent with what the marker stands for.
    private boolean isUndisturbed(TrackedRecord record, List<Incoming> carried) {
        return carried.stream()
                .allMatch(
                        incoming ->
                                incoming.from().seen() >= record.own.last()
                                        && !(incoming.change() instanceof NetChange.Released)
                                        && tracker.counts(
                                                state, incoming.from(), incoming.change()));
    }

    private static boolean mayBeRepaired(TrackedRecord record) {
        return record.image instanceof Image.Unknown
                || record.inexact
                || record.image.differsFrom(record.shadow, record.rules.keySize());
    }

    /// What neither side's clients have touched, and differs from what the other side has all the
    /// same: an earlier trigger's, ignored and forgotten.
    private void takeAsFound(TrackedRecord record, NetChange shown, List<Incoming> carried) {
        Row before = shown.before();
        Row after = shown.after();
        if (!record.assumed
                || record.rules.carriesBack()
                || before == null
                || after == null
                || !record.shadow.isAlive()) {
            return;
        }
        for (int i = record.rules.keySize(); i < record.rules.size(); i++) {
            int column = i;
            boolean isTouched =
                    carried.stream().anyMatch(incoming -> touches(incoming.change(), column));
            if (!isTouched
                    && !record.rules.isSum(i)
                    && Objects.equals(before.get(i), after.get(i))) {
                record.shadow.set(i, before.get(i));
            }
        }
    }

    private static boolean touches(NetChange change, int column) {
        return switch (change) {
            case NetChange.Inserted _, NetChange.Released _ -> true;
            case NetChange.Updated update -> update.touched().get(column);
            case NetChange.Deleted _ -> false;
        };
    }

    private void compare(TrackedRecord record, NetChange shown, List<Incoming> carried) {
        Row after = shown.after();
        Row before = shown.before();
        Row expected = expected(record, shown, carried);
        boolean isAlive = record.inexact ? after != null : record.shadow.isAlive();
        if (after == null) {
            if (isAlive && before != null && carried.size() <= 1) {
                stands(
                        record,
                        new NetChange.Deleted(shown.key(), expected, expected),
                        What.DELETED);
            }
            return;
        }
        if (!isAlive) {
            if (carried.size() <= 1) { // of several, the last may have been kept back
                stands(record, new NetChange.Inserted(shown.key(), after, false), What.ADDED);
            }
            return;
        }
        BitSet changed = new BitSet();
        for (int i = record.rules.keySize(); i < record.rules.size(); i++) {
            int column = i;
            Object value = after.get(i);
            boolean isDone = before == null || !Objects.equals(before.get(i), value);
            if (isDone
                    && !record.rules.isSum(i) // its writes have no guard, so nothing is sure
                    && value != Unchanged.VALUE
                    && !Objects.equals(expected.get(i), value)
                    && carried.stream().noneMatch(in -> leaves(in.change(), column, value))) {
                changed.set(i);
            }
        }
        changed(record, expected, after, changed);
    }

    /// A later change of several may have been kept back.
    private static boolean leaves(NetChange change, int column, @Nullable Object value) {
        Row after = change.after();
        return after != null && Objects.equals(after.get(column), value);
    }

    /// The row that the transaction should have left; what is not known, as it was.
    private static Row expected(TrackedRecord record, NetChange shown, List<Incoming> carried) {
        EntityRules rules = record.rules;
        Row row = shown.before() == null ? Objects.requireNonNull(shown.after()) : shown.before();
        @Nullable Object[] values = row.toArray();
        for (int i = rules.keySize(); i < rules.size(); i++) {
            boolean isMoved =
                    rules.isSum(i)
                            && shown.before() != null
                            && carried.stream()
                                    .allMatch(in -> in.change() instanceof NetChange.Updated);
            if (isMoved && !carried.isEmpty()) {
                values[i] = moved(values[i], i, carried);
            } else if (record.shadow.knows(i)) {
                values[i] = record.shadow.get(i);
            }
        }
        return Row.of(values);
    }

    /// A counter is moved from wherever it stands (PROTOCOL 2.5).
    private static @Nullable Object moved(
            @Nullable Object from, int column, List<Incoming> carried) {
        Object value = from;
        for (Incoming incoming : carried) {
            if (incoming.change() instanceof NetChange.Updated update
                    && update.touched().get(column)) {
                value =
                        Values.plus(
                                value,
                                Values.minus(
                                        update.after().get(column), update.before().get(column)));
            }
        }
        return value;
    }

    /// A row that the transaction had no business with: a trigger's, or a foreign key's action.
    private void added(@Nullable TrackedRecord record, NetChange shown) {
        if (record == null && !tracker.rules(shown.key()).carriesBack()) {
            tracker.effects().count(state.side, shown.key().entity(), null, What.BESIDE);
            return; // nothing is known of it, so nothing holds it to anything
        }
        TrackedRecord tracked =
                record == null ? tracker.track(state, shown, Image.of(shown.before())) : record;
        if (shown instanceof NetChange.Updated update
                && record != null
                && !record.rules.carriesBack()) {
            tracker.effects().count(state.side, shown.key().entity(), null, What.BESIDE);
            set(record, update.after(), update.touched());
        } else {
            stands(tracked, shown, What.BESIDE);
        }
    }

    private void changed(TrackedRecord record, Row expected, Row after, BitSet changed) {
        if (changed.isEmpty()) {
            return;
        }
        String entity = record.key.entity();
        changed.stream().forEach(i -> tracker.effects().count(state.side, entity, i, What.CHANGED));
        BitSet back = new BitSet();
        if (record.rules.carriesBack()) {
            back.or(changed);
            // the other side would not take its own fields from here
            changed.stream()
                    .filter(i -> record.rules.isOwnedBy(i, state.side.peer()))
                    .forEach(back::clear);
        }
        BitSet here = (BitSet) changed.clone();
        here.andNot(back);
        set(record, after, here);
        if (!back.isEmpty()) {
            @Nullable Object[] before = after.toArray();
            back.stream().forEach(i -> before[i] = expected.get(i));
            Row from = Row.of(before);
            carry(record, new NetChange.Updated(record.key, from, after, back, from));
        }
    }

    private static void set(TrackedRecord record, Row after, BitSet columns) {
        columns.stream().forEach(i -> record.shadow.set(i, after.get(i)));
    }

    private void stands(TrackedRecord record, NetChange change, What what) {
        tracker.effects().count(state.side, record.key.entity(), null, what);
        if (record.rules.carriesBack() && !Fold.isForNobody(record.rules, state.side, change)) {
            carry(record, change);
        } else {
            record.shadow.become(change.after(), record.rules.keySize());
        }
    }

    /// A change of this side, at the marker's place: it has seen what that stands for.
    private void carry(TrackedRecord record, NetChange change) {
        long since = state.dirty.since(record.key, made.position());
        long seen = made.position();
        for (Incoming incoming : stood.getOrDefault(record.key, List.of())) {
            seen = Math.min(seen, incoming.from().seen());
        }
        state.pins.put(record.key, since, seen);
        made.changes().add(tracker.fold().local(record, change, made));
        made.steps().reduced().add(record.key);
        record.clientAt = made.position();
        Rebuilding.local(record, change);
    }

    /// A repair that came back without having done anything to a record, though no client was in
    /// the way: what stands there stands.
    void keeps(TrackedRecord record) {
        switch (record.image) {
            case Image.Unknown _ -> {}
            case Image.Absent _ -> {
                tracker.effects().count(state.side, record.key.entity(), null, What.KEPT);
                record.shadow.presence(false);
            }
            case Image.Present present -> {
                if (record.shadow.isAlive()) {
                    for (int i = record.rules.keySize(); i < record.rules.size(); i++) {
                        if (Image.differs(present.row(), record.shadow, i)) {
                            tracker.effects().count(state.side, record.key.entity(), i, What.KEPT);
                        }
                    }
                } else {
                    tracker.effects().count(state.side, record.key.entity(), null, What.KEPT);
                }
                record.shadow.become(present.row(), record.rules.keySize());
            }
        }
    }
}
