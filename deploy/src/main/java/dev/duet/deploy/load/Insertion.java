package dev.duet.deploy.load;

import dev.duet.apply.AbsentRowWriter;
import dev.duet.apply.Failure;
import dev.duet.apply.RowWriter;
import dev.duet.apply.TableReader;
import dev.duet.apply.TargetDatabase;
import dev.duet.apply.TargetTerms;
import dev.duet.apply.VersionedRow;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Inserts the records of an entity that are not there, all at once by the database's own means for
/// that, and says of the others why not. Where that is refused they go many in a statement, halved
/// until the refused rows stand alone. One thread; its results are of one transaction.
final class Insertion {
    private static final Logger log = LoggerFactory.getLogger(Insertion.class);
    private static final int KEYS_AT_ONCE = 500;

    /// Fewer are a statement's work.
    private static final int FILL_FROM = 100;

    private final TargetDatabase database;
    private final RowWriter rows;
    private final TableReader reader;
    private final TargetTerms terms;
    private final Shape shape;
    private final List<Refusal> refused = new ArrayList<>();
    private List<Candidate> waiting = new ArrayList<>();
    private final List<Refusal> whyWaiting = new ArrayList<>();
    private long inserted;
    private long already;

    /// Whether some were there the last time, so that it pays to ask first.
    private boolean asksFirst;

    /// Whether all found their place the last time.
    private boolean fills = true;

    Insertion(TargetDatabase database, TargetTerms terms, String entity) {
        this.database = database;
        this.rows = AbsentRowWriter.over(database, terms);
        this.reader = database.tableReader();
        this.terms = terms;
        this.shape = terms.shape(entity);
    }

    /// @return what was refused for good
    List<Refusal> refused() {
        return List.copyOf(refused);
    }

    /// Those that refer to records which are not there, each with the target's word for it.
    List<Refusal> waiting() {
        return List.copyOf(whyWaiting);
    }

    long inserted() {
        return inserted;
    }

    long already() {
        return already;
    }

    /// A transaction begins.
    void begin() {
        inserted = 0;
        already = 0;
        refused.clear();
        waiting.clear();
        whyWaiting.clear();
    }

    /// The next of the transaction.
    void insert(Connection connection, List<Candidate> candidates) throws SQLException {
        long alreadyBefore = already;
        int notYet = refused.size() + waiting.size();
        List<Candidate> absent = asksFirst ? absent(connection, candidates) : candidates;
        if (!fills || !fill(connection, absent)) {
            insert(connection, absent, asksFirst);
        }
        asksFirst = already > alreadyBefore;
        fills = !asksFirst && refused.size() + waiting.size() == notYet;
    }

    /// Those that refer to records which have come since are tried again.
    void end(Connection connection) throws SQLException {
        boolean progress = true;
        while (progress && !waiting.isEmpty()) {
            List<Candidate> again = waiting;
            waiting = new ArrayList<>();
            whyWaiting.clear();
            insert(connection, again, true);
            progress = waiting.size() < again.size();
        }
    }

    private boolean fill(Connection connection, List<Candidate> candidates) throws SQLException {
        if (candidates.size() < FILL_FROM) {
            return false;
        }
        Savepoint before = connection.setSavepoint();
        boolean filled = false;
        try {
            filled = rows.fill(connection, shape, candidates.stream().map(Candidate::row).toList());
        } catch (SQLException e) {
            if (database.classify(e) == Failure.TRANSIENT) {
                throw e;
            }
            log.debug("the rows go many in a statement entity={}", shape.entity(), e);
        }
        if (filled) {
            connection.releaseSavepoint(before);
            inserted += candidates.size();
        } else {
            connection.rollback(before);
        }
        return filled;
    }

    /// @param asked whether those that are there were sorted out
    private void insert(Connection connection, List<Candidate> candidates, boolean asked)
            throws SQLException {
        if (candidates.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            List<Row> all = candidates.stream().map(Candidate::row).toList();
            BitSet missing = rows.insert(connection, shape, all);
            connection.releaseSavepoint(before);
            inserted += all.size() - missing.cardinality();
            for (int i : missing.stream().toArray()) {
                settle(connection, candidates.get(i));
            }
        } catch (RowWriter.CannotTellWhich _) {
            connection.rollback(before);
            split(connection, candidates, asked);
        } catch (SQLException e) {
            if (database.classify(e) != Failure.DATA) {
                throw e;
            }
            connection.rollback(before);
            if (candidates.size() == 1) {
                refuse(connection, candidates.getFirst(), e);
            } else {
                split(connection, candidates, asked);
            }
        }
    }

    private void split(Connection connection, List<Candidate> candidates, boolean asked)
            throws SQLException {
        if (!asked) {
            insert(connection, absent(connection, candidates), true);
            return;
        }
        int half = candidates.size() / 2;
        insert(connection, candidates.subList(0, half), true);
        insert(connection, candidates.subList(half, candidates.size()), true);
    }

    private void refuse(Connection connection, Candidate candidate, SQLException refusal)
            throws SQLException {
        if (database.isDuplicate(refusal)) {
            settle(connection, candidate);
        } else if (database.isForeignKey(refusal)) {
            waiting.add(candidate);
            whyWaiting.add(refusal(candidate, refusal));
        } else {
            refused.add(refusal(candidate, refusal));
        }
    }

    private static Refusal refusal(Candidate candidate, SQLException refusal) {
        return candidate.refused(String.valueOf(refusal.getSQLState()), Failure.words(refusal));
    }

    /// The target did not take it, for something is there.
    private void settle(Connection connection, Candidate candidate) throws SQLException {
        Row there = reader.lock(connection, shape, candidate.row());
        if (there == null) {
            refused.add(
                    candidate.refused(
                            QuarantineStore.UNIQUE,
                            "another record of the target has one of its unique values"));
        } else if (terms.mayBeRecord(shape.entity(), there)) {
            already++;
        } else {
            refused.add(
                    candidate.refused(
                            QuarantineStore.FILTERED,
                            "the target has a row with this key that 'rows' leaves out"));
        }
    }

    /// Those that are not there; the others are counted.
    private List<Candidate> absent(Connection connection, List<Candidate> candidates)
            throws SQLException {
        Set<RecordKey> there = new HashSet<>();
        for (int i = 0; i < candidates.size(); i += KEYS_AT_ONCE) {
            List<Row> some =
                    candidates.subList(i, Math.min(candidates.size(), i + KEYS_AT_ONCE)).stream()
                            .map(Candidate::row)
                            .toList();
            for (VersionedRow row : reader.read(connection, shape, some)) {
                if (terms.mayBeRecord(shape.entity(), row.row())) {
                    terms.ofTarget(shape.entity(), row.row().key(shape.keySize()))
                            .ifPresent(there::add);
                }
            }
        }
        List<Candidate> absent =
                candidates.stream().filter(it -> !there.contains(it.record())).toList();
        already += candidates.size() - absent.size();
        return absent;
    }
}
