package dev.duet.apply.conflict;

import dev.duet.apply.conflict.RowWrite.FieldWrite;
import dev.duet.apply.conflict.RowWrite.Guard;
import dev.duet.apply.conflict.SideState.Incoming;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.Values;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/// Decides what to write of one record (PROTOCOL 4, DECIDE, APPLY and REPAIR). Stateless; changes
/// nothing.
class Planner {
    private final Fold fold;

    Planner(Fold fold) {
        this.fold = fold;
    }

    Fold fold() {
        return fold;
    }

    /// A record that a batch changes.
    ///
    /// @param record what is known of it in the target; null when nothing is in flight there
    /// @param applied the source's changes that stand there and were not read back
    /// @param batch the changes to come, folded one by one and written once (2.2)
    record Subject(
            EntityRules rules,
            @Nullable TrackedRecord record,
            List<Incoming> applied,
            List<Incoming> batch) {}

    /// What a batch makes of a record in the target.
    Decision apply(Subject subject) {
        EntityRules rules = subject.rules;
        TrackedRecord record = subject.record;
        List<Incoming> applied = subject.applied;
        List<Incoming> batch = subject.batch;
        Incoming first = applied.isEmpty() ? batch.getFirst() : applied.getFirst();
        Shadow before =
                record == null
                        ? Shadow.there(first.change(), rules, first.from().side().peer())
                        : record.shadow.copy();
        OwnChanges own = record == null ? new OwnChanges(rules.size()) : record.own;
        if (before.presence() == Shadow.Presence.UNKNOWN) {
            before.presence(first.change().base() != null);
        }
        for (Incoming incoming : applied) {
            fold.merge(
                    new Fold.Meeting(rules, before, own, incoming.from(), ruling -> {}),
                    incoming.change());
        }
        List<Ruling> rulings = new ArrayList<>();
        Shadow after = before.copy();
        for (Incoming incoming : batch) {
            fold.merge(
                    new Fold.Meeting(rules, after, own, incoming.from(), rulings::add),
                    incoming.change());
        }
        Incoming last = batch.getLast();
        Side target = last.from().side().peer();
        RowWrite write = write(last.change(), rules, target, before, after);
        return write != null && rulings.isEmpty() && Plainness.isPlain(rules, batch, before, after)
                ? new Decision.Plain(write)
                : Decision.of(write, rulings);
    }

    /// Every write is guarded by what the row must have been before the batch (2.10).
    private @Nullable RowWrite write(
            NetChange last, EntityRules rules, Side target, Shadow before, Shadow after) {
        if (!after.mayBeThere()) {
            return before.mayBeThere()
                    ? new RowWrite.Delete(last.key(), before.row(), before.known())
                    : null;
        }
        if (!before.isAlive() && after.isAlive()) {
            Row incoming = last.after();
            if (incoming != null) {
                if (before.mayBeThere()) {
                    after.beginOwned(rules, target); // if there is a row, its values stand
                }
                after.recallOwned(rules, target);
                after.fill(incoming, rules.keySize());
            }
            return new RowWrite.Insert(last.key(), after.row());
        }
        List<FieldWrite> fields = new ArrayList<>();
        for (int i = rules.keySize(); i < rules.size(); i++) {
            boolean differs = !Objects.equals(before.get(i), after.get(i));
            if (rules.isSum(i)) {
                if (differs) {
                    fields.add(new RowWrite.Add(i, Values.minus(after.get(i), before.get(i))));
                }
            } else if (after.knows(i) && (differs || !before.knows(i))) {
                fields.add(
                        new RowWrite.Set(
                                i,
                                before.get(i),
                                after.get(i),
                                before.knows(i) ? Guard.FIELD : Guard.NONE));
            }
        }
        return fields.isEmpty()
                ? null
                : new RowWrite.Update(last.key(), before.row(), before.known(), fields);
    }

    /// What makes a row what was released, whatever stands there: nothing counts that was done to
    /// it before. The update finds no row where the insert does.
    List<RowWrite> release(EntityRules rules, NetChange.Released released) {
        RecordKey key = released.key();
        Row row = released.after();
        if (row == null) {
            return List.of(new RowWrite.Delete(key, Row.of(), new BitSet()));
        }
        List<FieldWrite> fields = new ArrayList<>();
        for (int i = rules.keySize(); i < rules.size(); i++) {
            if (!(row.get(i) instanceof Unchanged)) {
                fields.add(new RowWrite.Set(i, null, row.get(i), Guard.NONE));
            }
        }
        return List.of(
                new RowWrite.Update(key, row, new BitSet(), fields), new RowWrite.Insert(key, row));
    }

    /// What makes a row again what it must be, where it still is as its log last showed it.
    @Nullable RowWrite repair(Side side, TrackedRecord record) {
        Shadow shadow = record.shadow;
        return switch (record.image) {
            case Image.Unknown unknown -> null;
            case Image.Supposed supposed ->
                    shadow.mayBeThere()
                            ? inserted(side, record)
                            : new RowWrite.Delete(record.key, shadow.row(), shadow.known());
            case Image.Absent absent -> shadow.isAlive() ? inserted(side, record) : null;
            case Image.Present present -> {
                BitSet shown = shown(present.row(), record.rules);
                yield shadow.mayBeThere()
                        ? repair(side, record, present.row(), shown)
                        : new RowWrite.Delete(record.key, present.row(), shown);
            }
        };
    }

    private static RowWrite inserted(Side side, TrackedRecord record) {
        Shadow row = record.shadow;
        if (record.rules.mayStayAlone(side)) {
            row = row.copy();
            row.beginOwned(record.rules, side);
        }
        return new RowWrite.Insert(record.key, row.row());
    }

    private static RowWrite repair(Side side, TrackedRecord record, Row image, BitSet shown) {
        List<FieldWrite> fields = new ArrayList<>();
        for (int i = record.rules.keySize(); i < record.rules.size(); i++) {
            if (!Image.differs(image, record.shadow, record.rules, i)) {
                continue;
            }
            Object from = image.get(i);
            Object to = record.shadow.get(i);
            if (record.rules.isSum(i)) {
                fields.add(new RowWrite.Add(i, Values.minus(to, from)));
            } else {
                // an owner's field only on a row that nobody has touched since (2.6)
                Guard guard = record.rules.isOwnedBy(i, side) ? Guard.ROW : Guard.FIELD;
                fields.add(new RowWrite.Set(i, from, to, guard));
            }
        }
        return new RowWrite.Update(record.key, image, shown, fields);
    }

    private static BitSet shown(Row row, EntityRules rules) {
        BitSet shown = new BitSet();
        for (int i = rules.keySize(); i < rules.size(); i++) {
            shown.set(i, !(row.get(i) instanceof Unchanged));
        }
        return shown;
    }
}
