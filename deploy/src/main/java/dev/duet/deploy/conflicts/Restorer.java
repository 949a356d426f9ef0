package dev.duet.deploy.conflicts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.duet.apply.RowWriter;
import dev.duet.apply.RowWriter.MergeForm;
import dev.duet.apply.TargetTerms;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/// Writes into one system, where it still is what the conflict left. One thread.
///
/// @param id the conflict's, for messages
/// @param force whether to write over what was changed since
record Restorer(String id, String entity, TargetTerms terms, RowWriter rows, boolean force) {
    private static final String LOOK =
            "look whether the later change is wanted; --force writes over it";

    /// @return false when it is so already, and nothing was written
    /// @throws CannotRestore when it was changed since
    boolean write(Connection connection, Restoration restoration) throws SQLException {
        Shape shape = terms.shape(entity);
        Row row =
                inTerms(
                        restoration,
                        () -> terms.row(entity, told(restoration), fields(restoration)));
        @Nullable String existing = rows.lock(connection, shape, row);
        return switch (restoration) {
            case Restoration.SetField set -> {
                if (existing == null) {
                    throw gone(set);
                }
                yield set(connection, set, row, existing);
            }
            case Restoration.Insert insert -> {
                insert(connection, insert, row, existing);
                yield true;
            }
            case Restoration.Delete delete -> {
                if (existing == null) {
                    yield false;
                }
                BitSet guarded = force ? new BitSet() : terms.columns(entity, delete.known());
                if (!rows.delete(connection, shape, List.of(row), guarded).isEmpty()) {
                    throw new CannotRestore(
                            id
                                    + ": the record in "
                                    + delete.system()
                                    + " is not what the conflict left",
                            LOOK);
                }
                yield true;
            }
        };
    }

    private boolean set(Connection connection, Restoration.SetField set, Row row, String existing)
            throws SQLException {
        Shape shape = terms.shape(entity);
        BitSet field = terms.columns(entity, fields(set));
        List<Row> values = List.of(row);
        if (shape.exact(field).equals(field)
                && rows.update(connection, shape, field, values, values).isEmpty()) {
            return false;
        }
        Row expected = inTerms(set, () -> terms.expected(entity, set.expected(), fields(set)));
        if (force) {
            var whatever = new MergeForm(new BitSet(), field, new BitSet(), new BitSet());
            rows.merge(connection, shape, whatever, List.of(expected), values);
            return true;
        }
        // the row's guard, so that what it does not match is told
        var guarded = new MergeForm(new BitSet(), field, new BitSet(), field);
        if (!rows.merge(connection, shape, guarded, List.of(expected), values).isEmpty()) {
            throw new CannotRestore(
                    "%s: in %s the field holds %s, not what won; it was changed since"
                            .formatted(
                                    id,
                                    set.system(),
                                    held(
                                            existing,
                                            shape.columns().get(field.nextSetBit(0)).name())),
                    LOOK);
        }
        return true;
    }

    private void insert(
            Connection connection, Restoration.Insert insert, Row row, @Nullable String existing)
            throws SQLException {
        Shape shape = terms.shape(entity);
        if (existing == null) {
            boolean refused;
            try {
                refused = !rows.insert(connection, shape, List.of(row)).isEmpty();
            } catch (RowWriter.CannotTellWhich _) {
                refused = true;
            }
            if (refused) {
                throw new CannotRestore(
                        id
                                + ": another record in "
                                + insert.system()
                                + " has one of the lost row's unique values",
                        "decide which is right, change the other, and try again");
            }
            return;
        }
        if (!force) {
            throw new CannotRestore(
                    id + ": the record is in " + insert.system() + " again",
                    "look whether that one is wanted; --force writes the lost row over it");
        }
        BitSet fields = new BitSet();
        fields.set(shape.keySize(), shape.size());
        if (!fields.isEmpty()) {
            var whatever = new MergeForm(new BitSet(), fields, new BitSet(), new BitSet());
            rows.merge(connection, shape, whatever, List.of(row), List.of(row));
        }
    }

    private CannotRestore gone(Restoration restoration) {
        return new CannotRestore(
                id + ": the record is not in " + restoration.system() + " any more",
                "insert it again by hand where it is wanted; 'duet conflicts show' has the rows");
    }

    /// The record, with a word for what a restoration says nothing about: a column that is derived
    /// from that, too, is not to be computed without.
    private Row told(Restoration restoration) {
        if (!(restoration instanceof Restoration.SetField set)) {
            return restoration.row();
        }
        @Nullable Object[] values = set.row().toArray();
        for (int i = terms.canonical(entity).keySize(); i < values.length; i++) {
            values[i] = i == set.column() ? values[i] : Unchanged.UNSAID;
        }
        return Row.of(values);
    }

    /// The fields that a restoration says something about.
    private BitSet fields(Restoration restoration) {
        return switch (restoration) {
            case Restoration.SetField set -> {
                BitSet field = new BitSet();
                field.set(set.column());
                yield field;
            }
            case Restoration.Delete delete -> delete.known();
            case Restoration.Insert _ -> {
                BitSet all = new BitSet();
                all.set(0, terms.canonical(entity).size());
                yield all;
            }
        };
    }

    private Row inTerms(Restoration restoration, Supplier<Row> row) {
        try {
            return row.get();
        } catch (CannotConvert e) {
            throw new CannotRestore(
                    "%s: %s cannot hold it: %s".formatted(id, restoration.system(), e.getMessage()),
                    "choose another value, or widen the column",
                    e);
        }
    }

    private static String held(String existing, String column) {
        try {
            JsonNode value = new ObjectMapper().readTree(existing).path(column);
            return value.isNull() ? "NULL" : "'" + Words.line(value.asText()) + "'";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
