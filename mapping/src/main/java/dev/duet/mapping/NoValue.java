package dev.duet.mapping;

import dev.duet.mapping.fields.FieldMapping;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/// How both systems hold a part (`part-of`) that is not there: no field beside the key has a value.
/// Immutable.
///
/// It is so on both sides alike, though one has a table of its own for the part: a record whose
/// values were taken one by one, some on each side, is then gone on both.
///
/// @param fields those beside the key, read from the system's rows
/// @param others which of them the other system owns: whether they have a value is its say
/// @param keySize of its rows
/// @param emptied a row without a record, its key left out; null where the table is the part's own,
///   and the row is deleted
public record NoValue(List<Cell> fields, BitSet others, int keySize, @Nullable Row emptied)
        implements Absence {
    public NoValue {
        fields = List.copyOf(fields);
        others = (BitSet) others.clone();
    }

    /// The columns of the shared table that would have to hold null, and cannot.
    ///
    /// @param of all fields, the key first
    /// @param first whether it is the table of the system listed first
    public static List<Column> needed(
            List<? extends FieldMapping.Present> of, int keySize, boolean first) {
        List<Column> needed = new ArrayList<>();
        for (FieldMapping.Present field : of.subList(keySize, of.size())) {
            FieldMapping.@Nullable End end = field.end(first);
            if (end != null && !end.column().nullable() && end.nulls().written() == null) {
                needed.add(end.column());
            }
        }
        return needed;
    }

    @Override
    public boolean isAbsent(Row row, Row before) {
        Row told = SystemMapping.told(row, before);
        return fields.stream().noneMatch(field -> hasValue(field, told));
    }

    /// What cannot be read is there: reading the record says so.
    private static boolean hasValue(Cell field, Row row) {
        try {
            Object value = field.of(row);
            return value != null && !(value instanceof Unchanged);
        } catch (CannotConvert e) {
            return true;
        }
    }

    @Override
    public boolean isPeersSay(Row before, Row after) {
        Row told = SystemMapping.told(after, before);
        boolean owned = false;
        boolean own = false;
        for (int i = 0; i < fields.size(); i++) {
            Object was = fields.get(i).of(before);
            boolean changes = !Objects.equals(was, fields.get(i).of(told));
            owned |= changes && others.get(i) && was != null;
            own |= changes && !others.get(i);
        }
        return owned || !own;
    }

    @Override
    public Row gone(Row row) {
        if (emptied == null) {
            throw new IllegalStateException("the row is deleted");
        }
        @Nullable Object[] values = emptied.toArray();
        for (int i = 0; i < keySize; i++) {
            values[i] = row.get(i);
        }
        return Row.of(values);
    }

    @Override
    public BitSet said() {
        BitSet said = new BitSet();
        if (emptied != null) {
            said.set(keySize, emptied.size());
        }
        return said;
    }

    @Override
    public Row present(Row row) {
        return row;
    }

    /// A row that is without values already is left so.
    @Override
    public BitSet alwaysGuarded() {
        return new BitSet();
    }

    @Override
    public boolean needsRow() {
        return emptied != null;
    }
}
