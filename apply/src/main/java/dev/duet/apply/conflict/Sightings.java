package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.schemas.Row;
import dev.duet.schemas.Sighting;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/// Says in a side's own log what a record of it is, where that is not what it must be and no repair
/// helps; and takes what was said when it is read there. One thread.
///
/// Whether to say it is judged in memory. What comes of it is in the log alone, so that a restart
/// comes to the same; and a wrong judgement is no more than a change of that side's too many.
public final class Sightings {
    private final Tracker tracker;

    Sightings(Tracker tracker) {
        this.tracker = tracker;
    }

    /// A record to be looked at under a lock, when nothing of ours is open into its side.
    ///
    /// @param expected null when the row is not to be there
    /// @param image the row as the log last showed it; null when it was not there
    public record Look(
            RecordKey key, @Nullable Row expected, @Nullable Row image, Because because) {
        /// What is to be said of a row that was found; it must be in the log.
        public Sighting found(@Nullable Row row) {
            boolean isEffect = because != Because.UNSURE && Objects.equals(row, image);
            return new Sighting(
                    key.entity(),
                    key.key(),
                    row,
                    isEffect ? new Sighting.Effect(expected, because == Because.CARRIED) : null);
        }
    }

    /// Why a record is looked at.
    public enum Because {
        /// The log does not show what a repair expected.
        UNSURE,
        /// A trigger made it what it is, and that stands on its side.
        STANDS,
        /// A trigger made it what it is, and that is for the other side.
        CARRIED
    }

    List<RecordKey> due(SideState state) {
        return state.dirty.open().keySet().stream()
                .filter(key -> !state.sighted.contains(key))
                .filter(state::isToBeSighted)
                .toList();
    }

    /// Plans to look at a record that is due; until that is read in the log it is not repaired.
    Look look(SideState state, RecordKey key) {
        TrackedRecord record = Objects.requireNonNull(state.records.get(key));
        state.sighted.add(key);
        Row image = record.image instanceof Image.Present present ? present.row() : null;
        Because because =
                !record.isOurs() || record.image instanceof Image.Unknown
                        ? Because.UNSURE
                        : tracker.rules(key).carriesBack() ? Because.CARRIED : Because.STANDS;
        Row expected = null;
        if (record.shadow.isAlive()) {
            expected = image == null ? record.shadow.row() : record.shadow.base(image);
        }
        return new Look(key, expected, image, because);
    }

    /// The change of its side that a sighting is; null for none.
    @Nullable NetChange carried(SideState state, Sighting sighting) {
        Sighting.Effect effect = sighting.effect();
        if (effect == null || !effect.isCarried()) {
            return null;
        }
        RecordKey key = key(sighting);
        Row row = sighting.row();
        Row expected = effect.expected();
        if (row == null) {
            return expected == null ? null : new NetChange.Deleted(key, expected, expected);
        }
        if (expected == null) {
            return new NetChange.Inserted(key, row, false);
        }
        EntityRules rules = tracker.rules(key);
        BitSet touched = touched(expected, row, rules);
        for (int i = touched.nextSetBit(0); i >= 0; i = touched.nextSetBit(i + 1)) {
            if (rules.isOwnedBy(i, state.side.peer())) {
                touched.clear(i);
            }
        }
        return touched.isEmpty()
                ? null
                : new NetChange.Updated(key, expected, row, touched, expected);
    }

    /// Takes what stands on its side alone, and the row as it is.
    void take(SideState state, Sighting sighting) {
        RecordKey key = key(sighting);
        state.sighted.remove(key);
        TrackedRecord record = state.records.get(key);
        if (record == null) {
            return;
        }
        Row row = sighting.row();
        record.image = Image.of(row);
        Sighting.Effect effect = sighting.effect();
        if (effect == null) {
            return;
        }
        Row expected = effect.expected();
        if (row == null || expected == null) {
            if (!effect.isCarried()) {
                record.shadow.become(row, record.rules.keySize());
            }
            return;
        }
        touched(expected, row, record.rules).stream()
                .filter(i -> !effect.isCarried() || record.rules.isOwnedBy(i, state.side.peer()))
                .forEach(i -> record.shadow.set(i, row.get(i)));
    }

    private static RecordKey key(Sighting sighting) {
        return new RecordKey(sighting.entity(), sighting.key());
    }

    private static BitSet touched(Row expected, Row row, EntityRules rules) {
        BitSet touched = new BitSet();
        for (int i = rules.keySize(); i < rules.size(); i++) {
            touched.set(i, !Objects.equals(expected.get(i), row.get(i)));
        }
        return touched;
    }
}
