package dev.duet.apply;

import dev.duet.apply.plan.ApplyPlan;
import dev.duet.apply.plan.Planned;
import dev.duet.apply.store.ConflictStore;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/// Decides about a held change that is applied after all, to a row that is not what it was made on:
/// the system listed first wins, and the loser is recorded. Stateless.
final class GuardFailure implements MissedRows {
    private static final String RULE = "first-listed";

    private final Direction direction;
    private final ConflictStore conflicts;

    GuardFailure(Direction direction, ConflictStore conflicts) {
        this.direction = direction;
        this.conflicts = conflicts;
    }

    @Override
    public Settled settle(Connection connection, RowWriter rows, Planned row) throws SQLException {
        Change change = row.cause().target();
        Shape shape = change.shape();
        @Nullable String existing = rows.lock(connection, shape, row.identity());
        Row after = row.after();
        if (after == null) {
            return existing == null
                    ? Settled.NO_CONFLICT
                    : deleted(connection, rows, row, existing);
        }
        BitSet all = new BitSet();
        all.set(shape.keySize(), shape.size());
        boolean same =
                existing != null
                        && shape.exact(all).equals(all) // else nobody can tell
                        && (all.isEmpty()
                                || rows.update(
                                                connection,
                                                shape,
                                                all,
                                                List.of(after),
                                                List.of(after))
                                        .isEmpty());
        if (same) {
            return Settled.NO_CONFLICT;
        }
        if (row.before() == null && existing == null) {
            return Settled.TAKEN;
        }
        String winner = direction.sourceWins() ? direction.source() : direction.target();
        conflicts.record(connection, change, row.origin(), existing, winner, RULE);
        if (!direction.sourceWins()) {
            if (existing != null && row.before() != null) {
                writeUncontested(connection, rows, row, row.requireBefore(), after);
            }
            return Settled.KEPT;
        }
        if (existing == null) {
            if (!rows.insert(connection, shape, List.of(after)).isEmpty()) {
                return Settled.TAKEN;
            }
        } else {
            BitSet touched =
                    row.before() == null ? all : ApplyPlan.differing(row.requireBefore(), after);
            rows.merge(
                    connection,
                    shape,
                    new RowWriter.MergeForm(new BitSet(), touched, new BitSet(), new BitSet()),
                    List.of(row.identity()),
                    List.of(after));
        }
        return Settled.WRITTEN;
    }

    /// Of an update that lost, the fields that only the loser has changed: the winner's side keeps
    /// them when it writes there, so they must come here, too.
    private static void writeUncontested(
            Connection connection, RowWriter rows, Planned row, Row before, Row after)
            throws SQLException {
        Shape shape = row.cause().target().shape();
        BitSet touched = ApplyPlan.differing(before, after);
        if (touched.nextSetBit(0) < shape.keySize()) {
            return; // a key change is one thing, and lost whole
        }
        for (int i = touched.nextSetBit(0); i >= 0; i = touched.nextSetBit(i + 1)) {
            BitSet field = new BitSet();
            field.set(i);
            rows.update(connection, shape, field, List.of(before), List.of(after));
        }
    }

    private Settled deleted(Connection connection, RowWriter rows, Planned row, String existing)
            throws SQLException {
        Change change = row.cause().target();
        String winner = direction.sourceWins() ? direction.source() : direction.target();
        conflicts.record(connection, change, row.origin(), existing, winner, RULE);
        if (!direction.sourceWins()) {
            return Settled.KEPT;
        }
        rows.delete(connection, change.shape(), List.of(row.requireBefore()), new BitSet());
        return Settled.WRITTEN;
    }
}
