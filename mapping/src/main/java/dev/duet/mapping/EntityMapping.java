package dev.duet.mapping;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Change;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.Unreadable;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

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
        if (change instanceof Change.Truncate) {
            return new Mapped.Refused(change, Mapped.Refused.TRUNCATE);
        }
        try {
            return new Mapped.Ready(
                    change,
                    switch (change) {
                        case Change.Insert insert -> new Change.Insert(target, row(insert.after()));
                        case Change.Update update ->
                                new Change.Update(
                                        target, row(update.before()), row(update.after()));
                        case Change.Delete delete ->
                                new Change.Delete(target, row(delete.before()));
                        case Change.KeyChange move ->
                                new Change.KeyChange(target, row(move.before()), row(move.after()));
                        case Change.Truncate truncate -> new Change.Truncate(target);
                    });
        } catch (CannotConvert | Unconvertible e) {
            return new Mapped.Refused(change, String.valueOf(e.getMessage()));
        }
    }

    /// One row.
    ///
    /// @throws CannotConvert when the target cannot hold a value
    public Row row(Row row) {
        @Nullable Object[] values = new Object[converters.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = convert(i, row.get(i));
        }
        return Row.of(values);
    }

    /// The key of a row, with nothing else in it; nothing when the target cannot hold the key.
    public Optional<Key> key(Row row, int keySize) {
        @Nullable Object[] values = new Object[keySize];
        try {
            for (int i = 0; i < keySize; i++) {
                values[i] = convert(i, row.get(i));
            }
        } catch (CannotConvert | Unconvertible e) {
            return Optional.empty();
        }
        return Optional.of(Row.of(values).key(keySize));
    }

    private @Nullable Object convert(int column, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Unchanged unchanged -> unchanged;
            case Unreadable unreadable -> throw new Unconvertible(unreadable.reason());
            default -> converters[column].apply(value);
        };
    }

    /// A value that was not even read.
    private static final class Unconvertible extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unconvertible(String reason) {
            super(reason);
        }
    }
}
