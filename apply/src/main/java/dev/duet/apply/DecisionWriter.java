package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.Validation;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Row;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Writes what the core has decided otherwise than the source's changes say. One attempt, one
/// thread.
///
/// With care, one by one: what is refused is parked, and what only a foreign key or a unique value
/// refuses waits for the rest of the batch.
final class DecisionWriter {
    private static final String FILTERED =
            "the target has a row with this key that 'rows' leaves out: it is not written over"
                    + " unless somebody says so";

    private final TargetDatabase database;
    private final TargetTerms terms;
    private final RowWriter rows;
    private final HiddenRows hidden;
    private final MergeWriter merges;
    private final UniqueConflicts uniques;
    private final Parking parking;
    private final BrokenLinks links;
    private final LeftRows left;
    private final Predicate<RecordKey> givesUp;
    private final boolean careful;
    private List<RowWrite> waiting = new ArrayList<>();
    private long written;

    /// @param givesUp whether a record that others are in the way of has been tried for long enough
    DecisionWriter(
            ApplySettings settings,
            ApplyTask task,
            RowWriter rows,
            Parking parking,
            LeftRows left,
            Predicate<RecordKey> givesUp,
            boolean careful) {
        this.database = settings.database();
        this.terms = settings.terms();
        this.rows = rows;
        this.hidden = new HiddenRows(settings.database().tableReader(), terms);
        this.merges = new MergeWriter(rows, terms, hidden, left);
        this.left = left;
        this.uniques = new UniqueConflicts(settings, task);
        this.parking = parking;
        this.links = new BrokenLinks(settings, parking);
        this.givesUp = givesUp;
        this.careful = careful;
    }

    long written() {
        return written;
    }

    /// Writes those whose record was not refused before, and meets the rules as it is to be.
    void write(Connection connection, List<RowWrite> decided) throws SQLException {
        List<RowWrite> decisions = new ArrayList<>();
        for (RowWrite decision : decided) {
            if (parking.isRefused(List.of(decision.key()))) {
                continue;
            }
            Optional<Validation.Broken> broken = terms.refusal(decision);
            if (broken.isPresent()) {
                Validation.Broken rule = broken.get();
                parking.refuse(connection, decision, rule.rule().name(), rule.reason());
            } else {
                decisions.add(decision);
            }
        }
        if (careful) {
            writeWithCare(connection, decisions, true);
        } else {
            writeAll(connection, decisions);
        }
    }

    private void writeAll(Connection connection, List<RowWrite> decisions) throws SQLException {
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

    private void writeWithCare(Connection connection, List<RowWrite> decisions, boolean mayWait)
            throws SQLException {
        for (RowWrite decision : decisions) {
            if (!writeOne(connection, decision, mayWait)) {
                waiting.add(decision);
            }
        }
    }

    /// Tries once more what waits.
    ///
    /// @return whether something passed
    boolean tryWaiting(Connection connection) throws SQLException {
        List<RowWrite> again = waiting;
        waiting = new ArrayList<>();
        writeWithCare(connection, again, true);
        return waiting.size() < again.size();
    }

    /// Of what waits still nothing will pass: it is kept back or parked.
    void giveWaitingUp(Connection connection) throws SQLException {
        List<RowWrite> last = waiting;
        waiting = new ArrayList<>();
        writeWithCare(connection, last, false);
    }

    /// @return whether nothing more is to be done about it
    private boolean writeOne(Connection connection, RowWrite decision, boolean mayWait)
            throws SQLException {
        if (parking.isRefused(List.of(decision.key()))) {
            return true; // the other half of a release
        }
        Savepoint before = connection.setSavepoint();
        try {
            written += merges.write(connection, List.of(decision));
            connection.releaseSavepoint(before);
            return true;
        } catch (CannotConvert e) {
            connection.rollback(before);
            parking.refuse(
                    connection, decision, Mapped.Refused.codeOf(e), String.valueOf(e.getMessage()));
            return true;
        } catch (SQLException e) {
            if (database.classify(e) != Failure.DATA) {
                throw e;
            }
            connection.rollback(before);
            return isDealtWith(connection, decision, e, mayWait);
        }
    }

    /// A record that is there already is left as it stands. What others of the batch may let pass
    /// waits for them, and then for what other batches bring.
    private boolean isDealtWith(
            Connection connection, RowWrite decision, SQLException refusal, boolean mayWait)
            throws SQLException {
        boolean isTaken = database.isDuplicate(refusal);
        if (isTaken && isHidden(connection, decision)) {
            parking.refuse(connection, decision, QuarantineStore.FILTERED, FILTERED);
            return true;
        }
        if (isTaken && isThere(connection, decision)) {
            left.met(List.of(decision.key()));
            return true;
        }
        boolean mayPass = isTaken || database.isForeignKey(refusal);
        if (mayPass && mayWait) {
            return false;
        }
        if (mayPass && !givesUp.test(decision.key()) && !refersToHeld(decision)) {
            parking.keepBack(decision.key());
        } else if (isTaken) {
            parking.refuse(
                    connection,
                    decision,
                    QuarantineStore.UNIQUE,
                    uniques.record(connection, decision, refusal));
        } else {
            refuse(connection, decision, refusal);
        }
        return true;
    }

    private void refuse(Connection connection, RowWrite decision, SQLException refusal)
            throws SQLException {
        String entity = decision.key().entity();
        Row result = decision.result();
        Optional<Validation.Broken> rule =
                links.of(
                        connection,
                        terms.shape(entity),
                        result == null ? null : terms.show(entity, result),
                        refusal);
        if (rule.isPresent()) {
            parking.refuse(connection, decision, rule.get());
        } else {
            parking.refuse(
                    connection,
                    decision,
                    String.valueOf(refusal.getSQLState()),
                    Failure.words(refusal));
        }
    }

    private boolean refersToHeld(RowWrite decision) {
        String entity = decision.key().entity();
        Row result = decision.result();
        return result != null
                && parking.refersToHeld(terms.shape(entity), terms.show(entity, result));
    }

    private boolean isHidden(Connection connection, RowWrite decision) throws SQLException {
        String entity = decision.key().entity();
        return decision instanceof RowWrite.Insert insert
                && hidden.has(connection, entity, terms.show(entity, insert.row()));
    }

    private boolean isThere(Connection connection, RowWrite decision) throws SQLException {
        return decision instanceof RowWrite.Insert insert
                && rows.lock(
                                connection,
                                terms.shape(insert.key().entity()),
                                terms.show(insert.key().entity(), insert.row()))
                        != null;
    }
}
