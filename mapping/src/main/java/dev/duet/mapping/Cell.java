package dev.duet.mapping;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.Unreadable;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
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
