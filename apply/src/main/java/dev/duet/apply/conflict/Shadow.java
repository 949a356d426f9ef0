package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/// What a row must be: a fold over one side's log (PROTOCOL 2.1). Mutable, one thread.
///
/// A record that is not alive keeps its fields, hidden (2.4). A field may be unknown after a
/// restart; a sum of unknown total still takes differences (2.5).
final class Shadow {
    private final @Nullable Object[] values;
    private final BitSet known;
    private Presence presence;

    enum Presence {
        ALIVE,
        /// There for this side alone: it has ended the record for the other side, or made it anew
        /// without telling.
        ALONE,
        DEAD,
        /// Deleted by this side's clients, while it stays on the other side ([DeleteRule#STAYS]).
        PARTED,
        /// There, unless it was such a delete that ended it: nothing of it was read.
        EITHER,
        /// After a restart only.
        UNKNOWN
    }

    private Shadow(@Nullable Object[] values, BitSet known, Presence presence) {
        this.values = values;
        this.known = known;
        this.presence = presence;
    }

    /// The shadow of a record with nothing in flight: the row that a change found.
    ///
    /// @param size how many columns it has
    static Shadow of(NetChange change, int size) {
        Row base = change.base();
        Shadow shadow =
                new Shadow(
                        new Object[size],
                        new BitSet(),
                        base == null ? Presence.DEAD : Presence.ALIVE);
        shadow.takeKey(change.key());
        if (base != null) {
            shadow.fill(base, change.key().key().size());
        }
        return shadow;
    }

    /// The same on the other side than the change's, where nothing is known of fields that may
    /// stand otherwise there, and of a record that one side may have without the other.
    ///
    /// @param side the other one
    static Shadow there(NetChange change, EntityRules rules, Side side) {
        Shadow shadow = of(change, rules.size());
        boolean mayDiffer =
                switch (change) {
                    case NetChange.Inserted insert -> rules.mayStayAlone(side);
                    case NetChange.Updated update -> rules.mayStayAlone(side.peer());
                    case NetChange.Deleted delete -> false;
                    case NetChange.Released released -> false;
                };
        if (mayDiffer) {
            shadow.presence = Presence.EITHER;
        }
        for (int i = rules.keySize(); i < rules.size(); i++) {
            boolean isSaid = // what a change found tells nothing of a row that may be written alone
                    rules.sends().isEmpty()
                            && change instanceof NetChange.Updated update
                            && update.touched().get(i)
                            && !rules.isOwned(i)
                            && !rules.isSum(i);
            if (rules.isLoose(i) && !isSaid) {
                if (rules.rule(i) instanceof FieldRule.Owner owner) {
                    shadow.set(i, owner.initial());
                }
                shadow.forget(i);
            }
        }
        return shadow;
    }

    Shadow copy() {
        return new Shadow(values.clone(), (BitSet) known.clone(), presence);
    }

    private void takeKey(RecordKey key) {
        for (int i = 0; i < key.key().size(); i++) {
            values[i] = key.key().get(i);
        }
    }

    boolean isAlive() {
        return presence == Presence.ALIVE || presence == Presence.ALONE;
    }

    Presence presence() {
        return presence;
    }

    void stayAlone() {
        presence = Presence.ALONE;
    }

    void presence(boolean alive) {
        presence = alive ? Presence.ALIVE : Presence.DEAD;
    }

    boolean knows(int column) {
        return known.get(column);
    }

    boolean knowsNothing() {
        return known.isEmpty();
    }

    @Nullable Object get(int column) {
        return values[column];
    }

    /// Sets a field, which is known from now on.
    void set(int column, @Nullable Object value) {
        if (!(value instanceof Unchanged)) {
            values[column] = value;
            known.set(column);
        }
    }

    /// Changes a field without making it known: a difference to a total that is not.
    void shift(int column, Object value) {
        values[column] = value;
    }

    void forget(int column) {
        known.clear(column);
    }

    /// Lets what a side owns, and nobody knows, begin as in a new record.
    void beginOwned(EntityRules rules, Side side) {
        for (int i = rules.keySize(); i < values.length; i++) {
            if (!knows(i)
                    && rules.rule(i) instanceof FieldRule.Owner owner
                    && owner.side() == side) {
                set(i, owner.initial());
            }
        }
    }

    /// Takes for known, as it last was here, what a side owns and the other side's row does not
    /// tell, since that may keep a value of its own.
    void recallOwned(EntityRules rules, Side side) {
        for (int i = rules.keySize(); i < values.length; i++) {
            if (!knows(i) && rules.isKept(i) && rules.isOwnedBy(i, side)) {
                set(i, values[i]);
            }
        }
    }

    /// Whether a row of it may stand.
    boolean mayBeThere() {
        return isAlive() || presence == Presence.EITHER;
    }

    /// Whether it is a record that nobody could tell from none: its values were taken one by one,
    /// some on each side.
    boolean isNothing(EntityRules rules) {
        if (!rules.isNoneWithoutValue() || known.nextClearBit(rules.keySize()) < values.length) {
            return false;
        }
        for (int i = rules.keySize(); i < values.length; i++) {
            if (values[i] != null) {
                return false;
            }
        }
        return true;
    }

    void part() {
        presence = Presence.PARTED;
    }

    void forgetPresence() {
        presence = Presence.UNKNOWN;
    }

    void forgetAll() {
        known.clear();
        forgetPresence();
    }

    /// Takes what is unknown from a row.
    void fill(Row row, int keySize) {
        for (int i = known.nextClearBit(keySize);
                i < values.length;
                i = known.nextClearBit(i + 1)) {
            set(i, row.get(i));
        }
    }

    /// Becomes the row; hidden fields stay when there is none.
    void become(@Nullable Row row, int keySize) {
        presence(row != null);
        if (row != null) {
            for (int i = keySize; i < values.length; i++) {
                set(i, row.get(i));
            }
        }
    }

    /// Becomes the row wholly; nothing is hidden when there is none.
    void begin(@Nullable Row row, int keySize) {
        known.clear();
        Arrays.fill(values, keySize, values.length, null);
        become(row, keySize);
    }

    /// The row as it should be, as far as that is known, and else as it is: the base of a change
    /// that found it so.
    Row base(Row found) {
        @Nullable Object @Nullable [] base = null;
        for (int i = known.nextSetBit(0); i >= 0; i = known.nextSetBit(i + 1)) {
            if (!Objects.equals(values[i], found.get(i))) {
                base = base == null ? found.toArray() : base;
                base[i] = values[i];
            }
        }
        return base == null ? found : Row.of(base);
    }

    /// The fields that are known.
    BitSet known() {
        return (BitSet) known.clone();
    }

    Row row() {
        return Row.of(values.clone());
    }
}
