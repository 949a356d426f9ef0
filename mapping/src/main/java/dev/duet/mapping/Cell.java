package dev.duet.mapping;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.Unreadable;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;

/// How one value of a row is got from a row of another shape: a field from columns, or a column
/// from fields. Immutable.
interface Cell {
    /// @throws CannotConvert when there is no such value
    @Nullable Object of(Row row);

    /// Which values of the other row it is got from.
    BitSet inputs();

    /// What a counter is raised by when the value it is got from is raised by that.
    Object difference(Object difference);

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
