package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.plan.ApplyPlan;
import dev.duet.apply.plan.Planned;
import dev.duet.apply.plan.Relations;
import dev.duet.apply.plan.Run;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.mapping.Validation;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes the source's changes as they are, a run of rows in a statement. One attempt, one thread.
///
/// With care, a run that is refused is taken row by row, so that only the refused rows are parked.
/// A row that only a foreign key or a unique value refuses waits until the rest is written: sources
/// that check late (cascades, deferred constraints, one statement over many rows) log it in an
/// order that the target refuses.
final class RunWriter {
    private final TargetDatabase database;
    private final Relations relations;
    private final TargetTerms terms;
    private final RowWriter rows;
    private final MissedRows missedRows;
    private final Parking parking;
    private final BrokenLinks links;
    private final LeftRows left;
    private final boolean careful;
    private final Set<RecordKey> postponedRecords = new HashSet<>();
    private List<Postponed> postponed = new ArrayList<>();
    private boolean postpones;
    private long written;
    private long conflicts;

    /// A row that waits for others of the batch.
    private record Postponed(Run run, Planned row) {}

    RunWriter(
            ApplySettings settings,
            RowWriter rows,
            MissedRows missedRows,
            Parking parking,
            LeftRows left,
            boolean careful) {
        this.database = settings.database();
        this.relations = settings.relations();
        this.terms = settings.terms();
        this.rows = rows;
        this.missedRows = missedRows;
        this.parking = parking;
        this.links = new BrokenLinks(settings, parking);
        this.left = left;
        this.careful = careful;
        this.postpones = careful;
    }

    long written() {
        return written;
    }

    /// How many rows were not what their change was made on, and were decided here.
    long conflicts() {
        return conflicts;
    }

    void write(Connection connection, ApplyPlan plan) throws SQLException {
        for (Run run : plan.runs()) {
            if (careful) {
                writeWithCare(connection, run);
            } else {
                writeSet(connection, run);
            }
        }
    }

    private void writeSet(Connection connection, Run run) throws SQLException {
        try {
            BitSet missing = execute(connection, run, run.rows());
            written += run.rows().size() - missing.cardinality();
            for (int i = missing.nextSetBit(0); i >= 0; i = missing.nextSetBit(i + 1)) {
                settle(connection, run.rows().get(i));
            }
        } catch (RowWriter.CannotTellWhich e) {
            throw new NeedsCare(e);
        } catch (SQLException e) {
            if (database.classify(e) == Failure.DATA) {
                throw new NeedsCare(e);
            }
            throw e;
        }
    }

    private void writeWithCare(Connection connection, Run run) throws SQLException {
        if (run.rows().stream().noneMatch(row -> isRefused(row) || isPostponed(row))) {
            long writtenBefore = written;
            long conflictsBefore = conflicts;
            Savepoint before = connection.setSavepoint();
            try {
                writeSet(connection, run);
                connection.releaseSavepoint(before);
                return;
            } catch (NeedsCare e) {
                connection.rollback(before);
                written = writtenBefore;
                conflicts = conflictsBefore;
            }
        }
        for (Planned row : run.rows()) {
            writeOne(connection, run, row);
        }
    }

    private boolean isRefused(Planned row) {
        return parking.isRefused(terms.keys(row.cause()));
    }

    private boolean isPostponed(Planned row) {
        return !postponedRecords.isEmpty()
                && terms.keys(row.cause()).stream().anyMatch(postponedRecords::contains);
    }

    private void postpone(Run run, Planned row) {
        postponed.add(new Postponed(run, row));
        postponedRecords.addAll(terms.keys(row.cause()));
    }

    /// Tries once more what waits.
    ///
    /// @return whether some row passed
    boolean tryPostponed(Connection connection) throws SQLException {
        List<Postponed> waiting = postponed;
        postponed = new ArrayList<>();
        postponedRecords.clear();
        for (Postponed one : waiting) {
            writeOne(connection, one.run(), one.row());
        }
        return postponed.size() < waiting.size();
    }

    /// Of what waits still nothing will pass: it is kept back or parked.
    void givePostponedUp(Connection connection) throws SQLException {
        postpones = false;
        tryPostponed(connection);
        postpones = careful;
    }

    private void writeOne(Connection connection, Run run, Planned row) throws SQLException {
        if (isPostponed(row)) {
            postpone(run, row);
            return;
        }
        if (isRefused(row)) {
            parking.follow(connection, row.cause(), row.origin());
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            if (execute(connection, run, List.of(row)).isEmpty()) {
                written++;
                left.written(terms.keys(row.cause()));
            } else {
                settle(connection, row);
            }
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            Failure failure = database.classify(e);
            if (database.isDuplicate(e) && row.before() == null) {
                connection.rollback(before);
                settleOrPark(connection, row, e);
            } else if (postpones && mayPass(e)) {
                connection.rollback(before);
                postpone(run, row);
            } else if (missedRows == MissedRows.LEFT
                    && mayPass(e)
                    && !parking.refersToHeld(run.shape(), row.after())) {
                connection.rollback(before); // what is in its way was kept back: so is this
                left.blocked(terms.keys(row.cause()));
            } else if (failure == Failure.DATA) {
                connection.rollback(before);
                refuse(connection, run, row, e);
            } else {
                throw e;
            }
        }
    }

    private void refuse(Connection connection, Run run, Planned row, SQLException refusal)
            throws SQLException {
        Optional<Validation.Broken> rule = links.of(connection, run.shape(), row.after(), refusal);
        if (rule.isPresent()) {
            parking.refuse(connection, row.cause(), row.origin(), rule.get());
        } else {
            park(connection, row, String.valueOf(refusal.getSQLState()), Failure.words(refusal));
        }
    }

    /// Whether what others write may let it pass.
    private boolean mayPass(SQLException refusal) {
        return database.isForeignKey(refusal) || database.isDuplicate(refusal);
    }

    /// An insert met a row with its key, or another record with one of its unique values.
    private void settleOrPark(Connection connection, Planned row, SQLException met)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            settle(connection, row);
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (database.classify(e) != Failure.DATA) {
                throw e;
            }
            connection.rollback(before);
            park(connection, row, String.valueOf(met.getSQLState()), Failure.words(met));
        }
    }

    private void settle(Connection connection, Planned row) throws SQLException {
        switch (missedRows.settle(connection, rows, row)) {
            case WRITTEN -> {
                written++;
                conflicts++;
            }
            case KEPT -> conflicts++;
            case NO_CONFLICT -> written++;
            case LEFT -> {
                if (row.before() == null) {
                    left.met(terms.keys(row.cause()));
                }
            }
            case TAKEN -> {
                if (!careful) {
                    throw new NeedsCare(null);
                }
                park(
                        connection,
                        row,
                        QuarantineStore.UNIQUE,
                        "another record of the target has one of its unique values");
            }
        }
    }

    private void park(Connection connection, Planned row, String code, String reason)
            throws SQLException {
        parking.refuse(connection, row.cause(), row.origin(), code, reason);
    }

    private BitSet execute(Connection connection, Run run, List<Planned> planned)
            throws SQLException {
        Shape shape = run.shape();
        return switch (run.operation()) {
            case INSERT -> rows.insert(connection, shape, after(planned));
            case UPDATE ->
                    rows.update(
                            connection,
                            shape,
                            relations.written(shape, run.touched()),
                            before(planned),
                            after(planned));
            case KEY_CHANGE -> {
                Planned only = planned.getFirst();
                BitSet differing = ApplyPlan.differing(only.requireBefore(), only.requireAfter());
                yield rows.update(
                        connection,
                        shape,
                        relations.written(shape, differing),
                        before(planned),
                        after(planned));
            }
            case DELETE -> rows.delete(connection, shape, before(planned), guarded(shape));
        };
    }

    private static List<Row> before(List<Planned> planned) {
        return planned.stream().map(Planned::requireBefore).toList();
    }

    private static List<Row> after(List<Planned> planned) {
        return planned.stream().map(Planned::requireAfter).toList();
    }

    /// The whole row, but for what one side may have otherwise.
    private BitSet guarded(Shape shape) {
        BitSet columns = new BitSet();
        columns.set(shape.keySize(), shape.size());
        columns.andNot(terms.keptColumns(shape.entity()));
        return columns;
    }
}
