package dev.duet.deploy.conflicts;

import dev.duet.apply.store.RecordedConflict;
import dev.duet.schemas.Images;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.Unreadable;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.EntityConfig;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.util.BitSet;

/// Says what must be written so that a conflict ends otherwise, from what is recorded of it. Pure.
///
/// @param entity as the file has it now
/// @param shape of the system listed first, as it is now
record Restorations(EntityConfig entity, Shape shape) {
    private static final String BY_HAND =
            "'duet conflicts show' has both rows; make the change by hand on either side, and Duet"
                    + " carries it over";

    /// What makes the change of a system stand that now does not.
    ///
    /// @throws CannotRestore when the record does not say
    Restoration favour(Conflict conflict, String system) {
        requireRuled(conflict);
        RecordedConflict entry = conflict.entry();
        if (!entry.isAboutPresence()) {
            int column = column(conflict);
            return set(
                    conflict,
                    column,
                    conflict.peer(system),
                    decoded(conflict, column, conflict.value(system)));
        }
        if (conflict.isDeleter(system)) {
            Row row = image(conflict, conflict.peer(system));
            BitSet known = new BitSet();
            for (int i = shape.keySize(); i < shape.size(); i++) {
                known.set(i, !isMissing(row.get(i)));
            }
            return new Restoration.Delete(system, row, known);
        }
        Row row = image(conflict, system);
        for (int i = 0; i < shape.size(); i++) {
            if (isMissing(row.get(i))) {
                throw new CannotRestore(
                        conflict.id()
                                + ": the value of '"
                                + shape.columns().get(i).name()
                                + "' is not in the record of the lost row",
                        BY_HAND);
            }
        }
        return new Restoration.Insert(system, row);
    }

    /// @param standing whose value the field must hold still
    private Restoration set(
            Conflict conflict, int column, String standing, @Nullable Object value) {
        Object expected = decoded(conflict, column, conflict.value(standing));
        Row key = key(conflict);
        return new Restoration.SetField(
                side(conflict, column),
                column,
                with(key, column, expected),
                with(key, column, value));
    }

    /// The owner's side, for the other one's write would be reverted; else the one that lost.
    private String side(Conflict conflict, int column) {
        return entity.conflicts().rule(entity.allFields().get(column))
                        instanceof ConflictRule.Owner owner
                ? owner.system()
                : conflict.loser();
    }

    private static void requireRuled(Conflict conflict) {
        if (conflict.entry().isOfHeldChange()) {
            throw new CannotRestore(
                    conflict.id()
                            + " was recorded when a held change was applied: it is about a whole"
                            + " row, not decided field by field",
                    BY_HAND);
        }
    }

    private int column(Conflict conflict) {
        String name = conflict.entry().field();
        for (int i = shape.keySize(); i < shape.size(); i++) {
            if (shape.columns().get(i).name().equals(name)) {
                return i;
            }
        }
        throw new CannotRestore(
                conflict.id() + ": the file does not map '" + name + "' any more", BY_HAND);
    }

    private @Nullable Object decoded(Conflict conflict, int column, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Object value;
        try {
            value = Images.value(shape.columns().get(column), text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw unfit(conflict, e);
        }
        if (isMissing(value)) {
            throw new CannotRestore(
                    conflict.id() + ": the value itself is not in the record", BY_HAND);
        }
        return value;
    }

    /// What a system's change made of the record, where it did not delete it.
    private Row image(Conflict conflict, String system) {
        RecordedConflict.Images images = conflict.entry().images();
        Row row =
                decoded(
                        conflict,
                        system.equals(conflict.source()) ? images.after() : images.existing());
        if (row == null) {
            throw new CannotRestore(conflict.id() + ": the row is not in the record", BY_HAND);
        }
        Row before = decoded(conflict, images.before());
        @Nullable Object[] values = row.toArray();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == Unchanged.VALUE && before != null) {
                values[i] = before.get(i);
            }
        }
        return Row.of(values);
    }

    private Row key(Conflict conflict) {
        RecordedConflict.Images images = conflict.entry().images();
        Row row = decoded(conflict, images.after() == null ? images.before() : images.after());
        if (row == null) {
            throw new CannotRestore(conflict.id() + ": the key is not in the record", BY_HAND);
        }
        @Nullable Object[] key = new Object[shape.size()];
        System.arraycopy(row.toArray(), 0, key, 0, shape.keySize());
        return Row.of(key);
    }

    private @Nullable Row decoded(Conflict conflict, @Nullable String json) {
        try {
            Row row = Images.fromJson(shape, json);
            for (int i = 0; row != null && i < shape.keySize(); i++) {
                if (row.get(i) == null) {
                    throw unfit(conflict, null);
                }
            }
            return row;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw unfit(conflict, e);
        }
    }

    private static CannotRestore unfit(Conflict conflict, @Nullable Exception cause) {
        String message =
                conflict.id()
                        + ": the table or the file has changed since, the record does not fit";
        return cause == null
                ? new CannotRestore(message, BY_HAND)
                : new CannotRestore(message, BY_HAND, cause);
    }

    private static boolean isMissing(@Nullable Object value) {
        return value instanceof Unchanged || value instanceof Unreadable;
    }

    private static Row with(Row key, int column, @Nullable Object value) {
        @Nullable Object[] values = key.toArray();
        values[column] = value;
        return Row.of(values);
    }
}
