package dev.duet.apply.conflict;

import dev.duet.apply.conflict.RowWrite.FieldWrite;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.Values;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.Objects;

/// What a write does to a row of a [ModelDatabase], by its guards.
final class ModelGuards {
    private ModelGuards() {}

    static long id(Row row) {
        return (Long) Objects.requireNonNull(row.get(0));
    }

    static boolean finds(RowWrite write, @Nullable Row row) {
        return switch (write) {
            case RowWrite.Insert insert -> row == null;
            case RowWrite.Delete delete ->
                    row != null && holds(row, delete.expected(), delete.guarded());
            case RowWrite.Update update ->
                    row != null && holds(row, update.expected(), update.guarded());
        };
    }

    static Row updated(Row row, Change.Update update, boolean guarded) {
        @Nullable Object[] values = row.toArray();
        for (int i = 1; i < values.length; i++) {
            Object from = update.before().get(i);
            Object to = update.after().get(i);
            if (!Objects.equals(from, to) && (Objects.equals(values[i], from) || !guarded)) {
                values[i] = to;
            }
        }
        return Row.of(values);
    }

    static Row updated(Row row, RowWrite.Update update, boolean guarded) {
        if (guarded && update.asksForRow() && !holds(row, update.expected(), update.guarded())) {
            return row;
        }
        @Nullable Object[] values = row.toArray();
        for (FieldWrite field : update.fields()) {
            int column = field.column();
            switch (field) {
                case RowWrite.Add add ->
                        values[column] = Values.plus(values[column], add.difference());
                case RowWrite.Set set -> {
                    boolean matches =
                            switch (set.guard()) {
                                case NONE, ROW -> true;
                                case FIELD -> Objects.equals(row.get(column), set.from());
                            };
                    if (matches || !guarded) {
                        values[column] = set.to();
                    }
                }
            }
        }
        return Row.of(values);
    }

    /// Whether a row is as the source had it, but for what a side may keep for itself.
    ///
    /// @param owner whose own fields must be so all the same; null for nobody's
    static boolean isAsBefore(
            EntityRules rules, Row before, @Nullable Row row, @Nullable Side owner) {
        for (int i = 0; row != null && i < row.size(); i++) {
            boolean mayDiffer =
                    KeptFields.mayDiffer(rules, i) && (owner == null || !rules.isOwnedBy(i, owner));
            if (!mayDiffer && !Objects.equals(before.get(i), row.get(i))) {
                return false;
            }
        }
        return row != null;
    }

    static boolean holds(Row row, Row expected, BitSet guarded) {
        return guarded.stream().allMatch(i -> Objects.equals(row.get(i), expected.get(i)));
    }
}
