package dev.duet.mapping;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One entity in one direction: its rows as the source has them become rows as the target has them.
///
/// Column `i` of the source is column `i` of the target, so a row is mapped value by value.
public final class EntityMapping {
    private final Shape target;
    private final ValueFunction[] converters;

    /// @param converters one for each column, from the source's canonical value to the target's
    public EntityMapping(Shape target, List<ValueFunction> converters) {
        if (converters.size() != target.size()) {
            throw new IllegalArgumentException(
                    target.entity() + ": a converter is needed for each column");
        }
        this.target = target;
        this.converters = converters.toArray(new ValueFunction[0]);
    }

    public Shape target() {
        return target;
    }

    public Mapped map(Change change) {
        try {
            return new Mapped.Ready(
                    change,
                    switch (change) {
                        case Change.Insert insert -> new Change.Insert(target, map(insert.after()));
                        case Change.Update update ->
                                new Change.Update(
                                        target, map(update.before()), map(update.after()));
                        case Change.Delete delete ->
                                new Change.Delete(target, map(delete.before()));
                        case Change.KeyChange move ->
                                new Change.KeyChange(target, map(move.before()), map(move.after()));
                        case Change.Truncate truncate -> new Change.Truncate(target);
                    });
        } catch (CannotConvert e) {
            return new Mapped.Refused(change, String.valueOf(e.getMessage()));
        }
    }

    private Row map(Row row) {
        @Nullable Object[] values = new Object[converters.length];
        for (int i = 0; i < values.length; i++) {
            Object value = row.get(i);
            values[i] =
                    value == null || value == Unchanged.VALUE ? value : converters[i].apply(value);
        }
        return Row.of(values);
    }
}
