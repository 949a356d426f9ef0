package dev.duet.apply.plan;

import dev.duet.schemas.Key;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rows of one table that one statement can write: one operation, one set of columns, no key twice.
/// One thread.
public final class Run {
    /// What a run does to its rows.
    public enum Operation {
        INSERT,
        UPDATE,
        DELETE,
        /// One row that gets another key.
        KEY_CHANGE
    }

    private final Shape shape;
    private final Operation operation;
    private final BitSet touched;
    private final List<Planned> rows = new ArrayList<>();
    private final Map<Key, Integer> byKey = new HashMap<>();

    Run(Shape shape, Operation operation, BitSet touched) {
        this.shape = shape;
        this.operation = operation;
        this.touched = touched;
    }

    public Shape shape() {
        return shape;
    }

    public Operation operation() {
        return operation;
    }

    /// The columns that an update writes.
    public BitSet touched() {
        return touched;
    }

    public List<Planned> rows() {
        return rows;
    }

    /// Whether a change of this table, operation and columns can join.
    boolean takes(Shape other, Operation kind, BitSet columns) {
        return operation == kind
                && kind != Operation.KEY_CHANGE
                && shape.equals(other)
                && touched.equals(columns);
    }

    @Nullable Planned row(Key key) {
        Integer index = byKey.get(key);
        return index == null ? null : rows.get(index);
    }

    boolean has(Key key) {
        return byKey.containsKey(key);
    }

    void add(Planned row) {
        int index = rows.size();
        rows.add(row);
        for (Key key : row.keys()) {
            byKey.put(key, index);
        }
    }

    /// Lets a later change of the same record end where the run's row ends.
    void replace(Key key, Planned folded) {
        Integer index = byKey.get(key);
        if (index == null) {
            throw new IllegalArgumentException("the run has no such record");
        }
        rows.set(index, folded);
    }
}
