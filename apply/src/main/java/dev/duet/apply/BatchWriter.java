package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.plan.ApplyPlan;
import dev.duet.apply.plan.Planned;
import dev.duet.apply.plan.Relations;
import dev.duet.apply.plan.Run;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.apply.store.QuarantineStore.Held;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Change;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Writes the rows of one batch in the caller's transaction: one attempt. One thread, used once.
///
/// The first attempt is set-based and without savepoints. If a row is refused, the whole
/// transaction is taken again with care: a savepoint for each run, and row by row where a run
/// fails, so that only the refused rows are parked. A row that only a foreign key refuses waits
/// until the rest is written: sources that check late (cascades, deferred constraints, one
/// statement over many rows) log it in an order that the target refuses.
final class BatchWriter {
    private final TargetDatabase database;
    private final RowWriter rows;
    private final Relations relations;
    private final MissedRows missedRows;
    private final MergeWriter merges;
    private final TargetTerms terms;
    private final QuarantineStore quarantine;
    private final Parking parking;
    private final Set<Held> held;
    private final Set<Held> freed = new HashSet<>();
    private final Set<RecordKey> refusedRecords = new HashSet<>();
    private final Set<Held> postponedRecords = new HashSet<>();
    private final Map<RecordKey, Cause> decided = new HashMap<>();
    private List<Postponed> postponed = new ArrayList<>();
    private boolean postpones;
    private final boolean careful;
    private final int chunkRows;
    private final long chunkBytes;

    private long written;
    private long conflicts;
    private long parked;
    private long refused;

    /// A row was refused, and the batch must be taken again with care.
    static final class NeedsCare extends RuntimeException {
        private static final long serialVersionUID = 1;

        NeedsCare(@Nullable Throwable cause) {
            super(cause);
        }
    }

    /// A row that waits for others of the batch.
    private record Postponed(Run run, Planned row) {}

    /// The last change of a record whose write the core decided otherwise.
    private record Cause(Change source, Origin origin) {}

    /// Where a change goes that cannot be written.
    @FunctionalInterface
    interface Parking {
        void park(Connection connection, Change change, Origin origin, String code, String reason)
                throws SQLException;
    }

    /// @param held the records in quarantine when the batch began; not changed
    BatchWriter(
            ApplySettings settings,
            RowWriter rows,
            MissedRows missedRows,
            Set<Held> held,
            boolean careful) {
        this(settings, rows, missedRows, held, careful, settings.quarantine()::hold);
    }

    BatchWriter(
            ApplySettings settings,
            RowWriter rows,
            MissedRows missedRows,
            Set<Held> held,
            boolean careful,
            Parking parking) {
        this.parking = parking;
        this.database = settings.database();
        this.relations = settings.relations();
        this.quarantine = settings.quarantine();
        this.terms = settings.terms();
        this.merges = new MergeWriter(rows, terms);
        this.chunkRows = settings.settings().batch().maxRows();
        this.chunkBytes = settings.settings().batch().maxBytes().bytes();
        this.rows = rows;
        this.missedRows = missedRows;
        this.held = new HashSet<>(held);
        this.careful = careful;
        this.postpones = careful;
    }

    /// Writes what the core has planned: the source's own changes where they stand as they are, and
    /// what was decided otherwise after them.
    ApplyOutcome write(Connection connection, ApplyTask task) throws SQLException {
        Set<RecordKey> plain = task.plan().carried().plain();
        write(connection, task.originals(), record -> task.isAlone() || plain.contains(record));
        List<RowWrite> decisions =
                task.plan().writes().stream()
                        .filter(write -> !plain.contains(write.key()))
                        .toList();
        conflicts = task.plan().rulings().size();
        if (careful) {
            mergeWithCare(connection, decisions);
        } else {
            merge(connection, decisions);
        }
        writePostponed(connection);
        return outcome(task.originals().size());
    }

    /// Writes changes as they are.
    ApplyOutcome write(Connection connection, MappedTransaction transaction) throws SQLException {
        write(connection, List.of(transaction), record -> true);
        writePostponed(connection);
        return outcome(1);
    }

    private ApplyOutcome outcome(int transactions) {
        return new ApplyOutcome(transactions, written, conflicts, parked, refused);
    }

    private void write(
            Connection connection, List<MappedTransaction> batch, Predicate<RecordKey> isPlain)
            throws SQLException {
        ApplyPlan plan = new ApplyPlan(relations, !careful);
        for (MappedTransaction transaction : batch) {
            for (Mapped mapped : transaction.changes()) {
                if (mapped instanceof Mapped.Ready ready) {
                    List<RecordKey> records = terms.keys(ready);
                    if (!records.stream().allMatch(isPlain)) {
                        Cause cause = new Cause(ready.source(), transaction.origin());
                        records.forEach(record -> decided.put(record, cause));
                        continue;
                    }
                }
                boolean waits = mustWait(connection, mapped);
                if (waits || mapped instanceof Mapped.Refused) {
                    write(connection, plan); // what came before it must not be parked behind it
                    plan = new ApplyPlan(relations, !careful);
                }
                if (waits) {
                    follow(connection, mapped, transaction.origin());
                    continue;
                }
                switch (mapped) {
                    case Mapped.Ready ready -> plan.add(ready, transaction.origin());
                    case Mapped.Waiting waiting ->
                            follow(connection, waiting, transaction.origin());
                    case Mapped.Refused refused ->
                            park(
                                    connection,
                                    refused.source(),
                                    transaction.origin(),
                                    "CANNOT_MAP",
                                    refused.reason());
                }
                if (plan.size() >= chunkRows || plan.weight() >= chunkBytes) {
                    write(connection, plan);
                    plan = new ApplyPlan(relations, !careful);
                }
            }
        }
        write(connection, plan);
    }

    private void merge(Connection connection, List<RowWrite> decisions) throws SQLException {
        try {
            written += merges.write(connection, decisions);
        } catch (RowWriter.CannotTellWhich | CannotConvert e) {
            throw new NeedsCare(e);
        } catch (SQLException e) {
            if (database.classify(e) == Failure.DATA) {
                throw new NeedsCare(e);
            }
            throw e;
        }
    }

    /// One by one; those that a foreign key refuses wait for the others.
    private void mergeWithCare(Connection connection, List<RowWrite> decisions)
            throws SQLException {
        List<RowWrite> waiting = decisions;
        boolean progress = true;
        while (!waiting.isEmpty()) {
            List<RowWrite> again = new ArrayList<>();
            for (RowWrite decision : waiting) {
                if (!mergeOne(connection, decision, progress)) {
                    again.add(decision);
                }
            }
            if (again.size() == waiting.size()) {
                if (!progress) {
                    throw new IllegalStateException("a refused record was not parked");
                }
                progress = false;
            }
            waiting = again;
        }
    }

    /// @return whether nothing more is to be done about it
    private boolean mergeOne(Connection connection, RowWrite decision, boolean mayWait)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            written += merges.write(connection, List.of(decision));
            connection.releaseSavepoint(before);
            return true;
        } catch (CannotConvert e) {
            connection.rollback(before);
            parkDecided(connection, decision.key(), "CANNOT_MAP", String.valueOf(e.getMessage()));
            return true;
        } catch (SQLException e) {
            if (database.classify(e) != Failure.DATA) {
                throw e;
            }
            connection.rollback(before);
            if (database.isForeignKey(e)) {
                return !mayWait; // and in the end it is kept back, as what it refers to was
            }
            if (database.isDuplicate(e)
                    && decision instanceof RowWrite.Insert insert
                    && rows.lock(
                                    connection,
                                    terms.shape(insert.key().entity()),
                                    terms.row(insert.key().entity(), insert.row()))
                            != null) {
                return true; // it is there: left as it stands
            }
            parkDecided(connection, decision.key(), String.valueOf(e.getSQLState()), reason(e));
            return true;
        }
    }

    private void parkDecided(Connection connection, RecordKey record, String code, String reason)
            throws SQLException {
        refusedRecords.add(record);
        Cause cause = decided.get(record);
        if (cause == null) {
            throw new RepairRefused(record, code, reason);
        }
        park(connection, cause.source(), cause.origin(), code, reason);
    }

    /// The target refuses what makes a record again what it must be, with no change of the source
    /// at hand to park.
    static final class RepairRefused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final RecordKey record;

        RepairRefused(RecordKey record, String code, String reason) {
            super("a repair of " + record.entity() + " was refused: " + code + " " + reason);
            this.record = record;
        }

        RecordKey record() {
            return record;
        }
    }

    /// The records that the target refused in this batch, as the core names them.
    Set<RecordKey> refusedRecords() {
        return refusedRecords;
    }

    /// The records in quarantine after this batch.
    Set<Held> held() {
        return held;
    }

    private boolean mustWait(Connection connection, Mapped mapped) throws SQLException {
        if (held.isEmpty()) {
            return false;
        }
        for (Held record : Held.of(mapped.source())) {
            if (held.contains(record) && !freed.contains(record)) {
                if (quarantine.isHeld(connection, record)) {
                    return true;
                }
                freed.add(record);
                held.remove(record);
            }
        }
        return false;
    }

    private void write(Connection connection, ApplyPlan plan) throws SQLException {
        for (Run run : plan.runs()) {
            if (run.operation() == Run.Operation.TRUNCATE) {
                writePostponed(connection); // it takes what came before it
            }
            if (careful) {
                writeWithCare(connection, run);
            } else {
                writeSet(connection, run);
            }
        }
    }

    private void writeSet(Connection connection, Run run) throws SQLException {
        try {
            BitSet missing =
                    execute(connection, run.shape(), run.operation(), run.touched(), run.rows());
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
        if (run.rows().stream().noneMatch(row -> isHeld(row) || isPostponed(row))) {
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

    private boolean isHeld(Planned row) {
        return Held.of(row.cause().source()).stream().anyMatch(held::contains);
    }

    private boolean isPostponed(Planned row) {
        return Held.of(row.cause().source()).stream().anyMatch(postponedRecords::contains);
    }

    private void postpone(Run run, Planned row) {
        postponed.add(new Postponed(run, row));
        postponedRecords.addAll(Held.of(row.cause().source()));
    }

    /// Tries again for as long as that lets some row pass; what is refused still is parked.
    private void writePostponed(Connection connection) throws SQLException {
        boolean progress = true;
        while (!postponed.isEmpty()) {
            List<Postponed> waiting = postponed;
            postponed = new ArrayList<>();
            postponedRecords.clear();
            postpones = progress;
            for (Postponed one : waiting) {
                writeOne(connection, one.run(), one.row());
            }
            progress = postponed.size() < waiting.size();
        }
        postpones = careful;
    }

    private void writeOne(Connection connection, Run run, Planned row) throws SQLException {
        if (isPostponed(row)) {
            postpone(run, row);
            return;
        }
        if (mustWait(connection, row.cause())) {
            follow(connection, row.cause(), row.origin());
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            BitSet missing =
                    execute(connection, run.shape(), run.operation(), run.touched(), List.of(row));
            if (missing.isEmpty()) {
                written++;
            } else {
                settle(connection, row);
            }
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            Failure failure = database.classify(e);
            if (database.isDuplicate(e) && row.before() == null) {
                connection.rollback(before);
                settleOrPark(connection, row, e);
            } else if (postpones
                    && run.operation() != Run.Operation.TRUNCATE
                    && database.isForeignKey(e)) {
                connection.rollback(before);
                postpone(run, row);
            } else if (missedRows == MissedRows.LEFT && database.isForeignKey(e)) {
                connection.rollback(before); // what it refers to was kept back: so is this
            } else if (failure == Failure.DATA) {
                connection.rollback(before);
                park(connection, row, String.valueOf(e.getSQLState()), reason(e));
            } else {
                throw e;
            }
        }
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
            park(connection, row, String.valueOf(met.getSQLState()), reason(met));
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
            case LEFT -> {}
            case TAKEN -> {
                if (!careful) {
                    throw new NeedsCare(null);
                }
                park(
                        connection,
                        row,
                        "UNIQUE",
                        "another record of the target has one of its unique values");
            }
        }
    }

    private BitSet execute(
            Connection connection,
            Shape shape,
            Run.Operation operation,
            BitSet touched,
            List<Planned> planned)
            throws SQLException {
        return switch (operation) {
            case INSERT -> rows.insert(connection, shape, after(planned));
            case UPDATE ->
                    rows.update(
                            connection,
                            shape,
                            relations.written(shape, touched),
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
            case DELETE -> rows.delete(connection, shape, before(planned), wholeRow(shape));
            case TRUNCATE -> {
                rows.truncate(connection, shape);
                yield new BitSet();
            }
        };
    }

    private static List<Row> before(List<Planned> planned) {
        return planned.stream().map(Planned::requireBefore).toList();
    }

    private static List<Row> after(List<Planned> planned) {
        return planned.stream().map(Planned::requireAfter).toList();
    }

    private static BitSet wholeRow(Shape shape) {
        BitSet columns = new BitSet();
        columns.set(shape.keySize(), shape.size());
        return columns;
    }

    private void follow(Connection connection, Mapped mapped, Origin origin) throws SQLException {
        park(
                connection,
                mapped.source(),
                origin,
                QuarantineStore.FOLLOWS,
                "an earlier change of this record is in quarantine");
    }

    private void park(Connection connection, Planned row, String code, String reason)
            throws SQLException {
        refusedRecords.addAll(terms.keys(row.cause()));
        park(connection, row.cause().source(), row.origin(), code, reason);
    }

    private void park(
            Connection connection, Change change, Origin origin, String code, String reason)
            throws SQLException {
        parking.park(connection, change, origin, code, reason);
        held.addAll(Held.of(change));
        parked++;
        if (!code.equals(QuarantineStore.FOLLOWS)) {
            refused++;
        }
    }

    private static String reason(SQLException refused) {
        String message = String.valueOf(refused.getMessage());
        int line = message.indexOf('\n');
        return line < 0 ? message : message.substring(0, line);
    }
}
