package dev.duet.apply.plan;

import dev.duet.apply.plan.Run.Operation;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.Change;
import dev.duet.schemas.Key;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/// Gathers changes into runs, each of which one statement writes. One thread.
///
/// The source's order is always a valid order for the target. A change leaves it only to join an
/// earlier run, and only over runs with which it commutes: other records of the same table (unless
/// a unique key is at stake) and other tables (unless a foreign key is). A later change of a record
/// folds into the earlier one where the result is the same.
public final class ApplyPlan {
    private final Relations relations;
    private final boolean folds;
    private final List<Run> runs = new ArrayList<>();
    private int changes;
    private long weight;

    /// @param folds whether changes of one record may become one; not so where each may be refused
    ///   by itself
    public ApplyPlan(Relations relations, boolean folds) {
        this.relations = relations;
        this.folds = folds;
    }

    /// The runs, in the order in which they are to be written.
    public List<Run> runs() {
        return runs;
    }

    /// How many changes were added.
    public int size() {
        return changes;
    }

    /// About how many bytes they take in memory.
    public long weight() {
        return weight;
    }

    public void add(Mapped.Ready cause, Origin origin) {
        changes++;
        Change change = cause.target();
        Operation operation = operationOf(change);
        BitSet touched = change instanceof Change.Update update ? differing(update) : new BitSet();
        if (operation == Operation.UPDATE && touched.isEmpty()) {
            return; // nothing that is mapped has changed
        }
        Planned row = Planned.of(cause, origin);
        weight += row.weight();
        List<Key> keys = row.keys();
        for (int i = runs.size() - 1; i >= 0; i--) {
            Run run = runs.get(i);
            if (sharesRecord(run, change.shape(), keys)) {
                if (!folds || !fold(run, operation, touched, row, keys)) {
                    break;
                }
                return;
            }
            if (run.takes(change.shape(), operation, touched)) {
                run.add(row);
                return;
            }
            if (!commutes(change.shape(), operation, touched, run)) {
                break;
            }
        }
        Run fresh = new Run(change.shape(), operation, touched);
        fresh.add(row);
        runs.add(fresh);
    }

    private static boolean sharesRecord(Run run, Shape shape, List<Key> keys) {
        return run.shape().equals(shape) && keys.stream().anyMatch(run::has);
    }

    /// Lets an update of a record end in the insert or update of it that the run holds.
    private boolean fold(
            Run run, Operation operation, BitSet touched, Planned row, List<Key> keys) {
        if (operation != Operation.UPDATE || bindsRows(row.cause().target().shape(), touched)) {
            return false;
        }
        boolean into =
                run.operation() == Operation.INSERT
                        || (run.operation() == Operation.UPDATE && run.touched().equals(touched));
        Planned earlier = into ? run.row(keys.getFirst()) : null;
        if (earlier == null) {
            return false;
        }
        run.replace(keys.getFirst(), earlier.foldedWith(row));
        return true;
    }

    /// Whether the rows of one statement may depend on each other through these columns.
    private boolean bindsRows(Shape shape, BitSet touched) {
        return relations.touchesUniques(shape, touched)
                || (relations.isParent(shape, shape) && relations.touchesForeign(shape, touched));
    }

    /// Whether a later change may be written before this run.
    private boolean commutes(Shape shape, Operation operation, BitSet touched, Run run) {
        if (operation == Operation.KEY_CHANGE || run.operation() == Operation.KEY_CHANGE) {
            return false;
        }
        Shape other = run.shape();
        if (shape.equals(other)) {
            return commutesWithin(shape, operation, touched, run);
        }
        if (relations.isParent(shape, other)) {
            return operation != Operation.DELETE;
        }
        if (relations.isParent(other, shape)) {
            boolean needsParent =
                    operation == Operation.INSERT
                            || (operation == Operation.UPDATE
                                    && relations.touchesForeign(shape, touched));
            return run.operation() != Operation.INSERT || !needsParent;
        }
        return true;
    }

    private boolean commutesWithin(Shape shape, Operation operation, BitSet touched, Run run) {
        if (relations.isParent(shape, shape)) {
            return operation == Operation.UPDATE
                    && run.operation() == Operation.UPDATE
                    && !relations.touchesUniques(shape, touched);
        }
        return switch (operation) {
            case INSERT -> !relations.hasUniques(shape);
            case UPDATE -> !relations.touchesUniques(shape, touched);
            case DELETE -> true;
            case KEY_CHANGE -> false;
        };
    }

    private static Operation operationOf(Change change) {
        return switch (change) {
            case Change.Insert insert -> Operation.INSERT;
            case Change.Update update -> Operation.UPDATE;
            case Change.Delete delete -> Operation.DELETE;
            case Change.KeyChange move -> Operation.KEY_CHANGE;
            case Change.Truncate _ ->
                    throw new IllegalArgumentException("a truncation is not written");
        };
    }

    private static BitSet differing(Change.Update update) {
        return differing(update.before(), update.after());
    }

    /// The columns in which two images differ.
    public static BitSet differing(Row before, @Nullable Row after) {
        BitSet columns = new BitSet();
        for (int i = 0; i < before.size(); i++) {
            if (after == null || !Objects.equals(before.get(i), after.get(i))) {
                columns.set(i);
            }
        }
        return columns;
    }
}
