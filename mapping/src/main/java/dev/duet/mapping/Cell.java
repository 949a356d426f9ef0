package dev.duet.mapping;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.Unreadable;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;
import java.util.Set;

/// How one value of a row is got from a row of another shape: a field from columns, or a column
/// from fields. Immutable.
interface Cell {
    /// @throws CannotConvert when there is no such value
    @Nullable Object of(Row row);

    /// Which values of the other row it is got from.
    BitSet inputs();

    /// What a counter is raised by when the value it is got from is raised by that.
    Object difference(Object difference);

    /// Whether a row may hold another form of what it is got from: then it is written whenever any
    /// of that changes, and nobody asks what stands there.
    default boolean isComputed() {
        return false;
    }

    /// A column that holds the same in every record.
    record Constant(@Nullable Object value) implements Cell {
        @Override
        public @Nullable Object of(Row record) {
            return value;
        }

        @Override
        public BitSet inputs() {
            return new BitSet();
        }

        @Override
        public Object difference(Object difference) {
            throw new IllegalStateException("no counter");
        }
    }

    /// A derived column, computed from fields.
    record Computed(Derived derived, BitSet inputs) implements Cell {
        Computed(Derived derived) {
            this(derived, derived.fields());
        }

        @Override
        public @Nullable Object of(Row record) {
            return derived.of(record);
        }

        @Override
        public Object difference(Object difference) {
            throw new IllegalStateException("no counter");
        }

        @Override
        public boolean isComputed() {
            return true;
        }
    }

    /// A column that holds a key which another table has for the field's value.
    record Referring(Cell cell) implements Cell {
        @Override
        public @Nullable Object of(Row record) {
            return cell.of(record);
        }

        @Override
        public BitSet inputs() {
            return cell.inputs();
        }

        @Override
        public Object difference(Object difference) {
            throw new IllegalStateException("no counter");
        }

        /// What the table says now need not be what it said when the row was written.
        @Override
        public boolean isComputed() {
            return true;
        }
    }

    /// A column that need not be as it would be written now: where there is no answer, nobody knows
    /// what stands there.
    record Standing(Cell cell) implements Cell {
        @Override
        public @Nullable Object of(Row record) {
            try {
                return cell.of(record);
            } catch (CannotConvert e) {
                return null;
            }
        }

        @Override
        public BitSet inputs() {
            return cell.inputs();
        }

        @Override
        public Object difference(Object difference) {
            return cell.difference(difference);
        }
    }

    /// A field that is got back from the derived column.
    ///
    /// @param at where that column is
    /// @param part which of the fields it is
    record GivenBack(Derived derived, int at, int part) implements Cell {
        @Override
        public @Nullable Object of(Row row) {
            return switch (row.get(at)) {
                case null -> null;
                case Unchanged unchanged -> unchanged;
                case Unreadable unreadable ->
                        throw new CannotConvert(derived.name(), unreadable.reason());
                case Object value -> derived.split(value)[part];
            };
        }

        @Override
        public BitSet inputs() {
            BitSet inputs = new BitSet();
            inputs.set(at);
            return inputs;
        }

        @Override
        public Object difference(Object difference) {
            throw new IllegalStateException("no counter");
        }
    }

    /// The same field where it has a column: as the derived one can tell it.
    ///
    /// @param fields all that are got back, from their columns
    record Part(Derived derived, List<Cell> fields, int part) implements Cell {
        public Part {
            fields = List.copyOf(fields);
        }

        @Override
        public @Nullable Object of(Row row) {
            @Nullable Object[] values = new Object[fields.size()];
            int unchanged = 0;
            for (int k = 0; k < values.length; k++) {
                values[k] = fields.get(k).of(row);
                unchanged += values[k] instanceof Unchanged ? 1 : 0;
            }
            if (unchanged == values.length) {
                return Unchanged.VALUE;
            }
            if (unchanged > 0) {
                throw new CannotConvert(derived.name(), "the log does not tell a part of it");
            }
            return derived.normal(values)[part];
        }

        @Override
        public BitSet inputs() {
            BitSet inputs = new BitSet();
            fields.forEach(field -> inputs.or(field.inputs()));
            return inputs;
        }

        @Override
        public Object difference(Object difference) {
            throw new IllegalStateException("no counter");
        }
    }

    /// A column that is written together with those of the other fields of a derived one.
    ///
    /// @param inputs all those fields
    record Joint(Cell cell, BitSet inputs) implements Cell {
        @Override
        public @Nullable Object of(Row record) {
            return cell.of(record);
        }

        @Override
        public Object difference(Object difference) {
            return cell.difference(difference);
        }

        @Override
        public boolean isComputed() {
            return true;
        }
    }

    /// A field that may be null for another reason than that the column is.
    ///
    /// @param blanks what stands for null
    /// @param none what a null of the column is
    record Blank(Cell cell, Set<Object> blanks, @Nullable Object none) implements Cell {
        @Override
        public @Nullable Object of(Row row) {
            Object value = cell.of(row);
            return value == null || blanks.contains(value) ? none : value;
        }

        @Override
        public BitSet inputs() {
            return cell.inputs();
        }

        @Override
        public Object difference(Object difference) {
            return cell.difference(difference);
        }
    }

    /// A column that gets something else where the field is null, or is not written then.
    ///
    /// @param name of the field
    record Filled(Cell cell, String name, @Nullable Object written, boolean refused)
            implements Cell {
        @Override
        public @Nullable Object of(Row row) {
            Object value = cell.of(row);
            if (value == null && refused) {
                throw new CannotConvert(name, "it is null, which the file rejects there");
            }
            return value == null ? written : value;
        }

        @Override
        public BitSet inputs() {
            return cell.inputs();
        }

        @Override
        public Object difference(Object difference) {
            return cell.difference(difference);
        }
    }

    /// One value that is there as it is, or in another form.
    ///
    /// @param name of what it is got from
    /// @param from where that is
    record Carried(String name, int from, ValueFunction function, ValueFunction differences)
            implements Cell {
        @Override
        public @Nullable Object of(Row row) {
            return switch (row.get(from)) {
                case null -> null;
                case Unchanged unchanged -> unchanged;
                case Unreadable unreadable -> throw new CannotConvert(name, unreadable.reason());
                case Object value -> function.apply(value);
            };
        }

        @Override
        public BitSet inputs() {
            BitSet inputs = new BitSet();
            inputs.set(from);
            return inputs;
        }

        @Override
        public Object difference(Object difference) {
            return differences.apply(difference);
        }

        /// Whether the value stands at the same place in the same form.
        boolean isIdentity(int to) {
            return from == to && function == ValueFunction.IDENTITY;
        }
    }
}
