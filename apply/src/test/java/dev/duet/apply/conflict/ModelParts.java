package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

/// Which rows of one side are records, where a record without a value is none: A has a row for each
/// of them that others use, too, B a table of its own. For other entities each row is one.
record ModelParts(Side side, EntityRules rules) {
    /// The record that a row is.
    @Nullable Row record(@Nullable Row row) {
        if (row != null && rules.isNoneWithoutValue()) {
            for (int i = 1; i < row.size(); i++) {
                if (row.get(i) != null) {
                    return row;
                }
            }
            return null;
        }
        return row;
    }

    /// What is there to be written over.
    @Nullable Row row(long key, @Nullable Row row) {
        return row == null && rules.isNoneWithoutValue() && side == Side.A
                ? Row.of(key, null, null, null)
                : row;
    }

    Row inserted(Step.RowStep step) {
        long[] values = step.values();
        return Row.of(step.key(), value(values[0]), value(values[1]), value(values[2]));
    }

    /// What clients write: now and then nothing.
    @Nullable Object value(long value) {
        return value == 0 && rules.isNoneWithoutValue() ? null : value;
    }
}
