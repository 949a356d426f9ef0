package dev.duet.apply;

import dev.duet.apply.conflict.BulkRow;
import dev.duet.apply.conflict.BulkRows;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.plan.ApplyPlan;
import dev.duet.apply.plan.Relations;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.Validation;
import dev.duet.schemas.Change;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Writes the rows of one batch in the caller's transaction: one attempt. One thread, used once.
///
/// The first attempt is set-based and without savepoints. If a row is refused, the whole
/// transaction is taken again with care, see [RunWriter] and [DecisionWriter].
final class BatchWriter {
    private final Relations relations;
    private final TargetTerms terms;
    private final ApplyTask task;
    private final Parking parking;
    private final LeftRows left = new LeftRows();
    private final RunWriter runs;
    private final DecisionWriter decisions;
    private final Sightings sightings;
    private final EndRules ends;
    private final FormerRecords formerRecords;
    private final WarnedLinks warnedLinks;
    private final Warnings.Counted warnings = new Warnings.Counted();
    private final Counters.Attempt counters = new Counters.Attempt();
    private final Map<RecordKey, Validation.Broken> broken = new HashMap<>();
    private final Deque<ApplyTask.Settled> settled;
    private final boolean careful;
    private final int chunkRows;
    private final long chunkBytes;
    private ApplyPlan plan;

    BatchWriter(
            ApplySettings settings,
            ApplyTask task,
            RowWriter rows,
            MissedRows missedRows,
            Predicate<RecordKey> givesUp,
            TriggerReport triggers,
            boolean careful) {
        this.relations = settings.relations();
        this.terms = settings.terms();
        this.task = task;
        this.parking = new Parking(settings, task, counters);
        this.runs = new RunWriter(settings, rows, missedRows, parking, left, careful);
        this.decisions = new DecisionWriter(settings, task, rows, parking, left, givesUp, careful);
        this.sightings = new Sightings(settings, task, triggers);
        this.ends = settings.ends();
        this.formerRecords =
                new FormerRecords(
                        new LockedRows(settings.database().tableReader(), settings.terms()),
                        settings.terms(),
                        ends);
        this.warnedLinks = new WarnedLinks(settings);
        this.settled = new ArrayDeque<>(task.settled());
        this.careful = careful;
        this.chunkRows = settings.settings().batch().maxRows();
        this.chunkBytes = settings.settings().batch().maxBytes().bytes();
        this.plan = new ApplyPlan(relations, !careful);
    }

    /// Writes what the core has planned: the source's own changes where they stand as they are, and
    /// what was decided otherwise after them.
    ApplyOutcome write(Connection connection) throws SQLException {
        sightings.before(connection);
        findBroken();
        BulkRows large = task.plan().carried().large();
        Set<RecordKey> former =
                formerRecords.among(
                        connection, task.plan().writes().stream().map(RowWrite::key).toList());
        Set<RecordKey> plain = plain(former);
        for (MappedTransaction transaction : task.originals()) {
            settleBefore(connection, transaction.origin().position());
            if (large != null && transaction.source().count() > 0 && isCarried(transaction)) {
                writeLarge(connection, transaction, large);
            } else {
                for (Mapped mapped : transaction.changes()) {
                    take(connection, mapped, transaction.origin(), plain);
                }
            }
        }
        flush(connection);
        if (large == null) {
            decisions.write(
                    connection,
                    task.plan().writes().stream()
                            .filter(write -> !plain.contains(write.key()))
                            .filter(write -> !isForFormer(write, former))
                            .toList());
        }
        writeWaiting(connection);
        warnedLinks.count(connection, warnings, counters);
        sightings.after(connection, parking, left);
        parking.reviewLate(connection);
        parking.settleReleased(connection);
        for (ApplyTask.Settled one : settled) {
            parking.settle(connection, one.record());
        }
        return new ApplyOutcome(
                task.originals().size(),
                runs.written() + decisions.written(),
                task.plan().rulings().size() + runs.conflicts(),
                parking.changes(),
                parking.refusals(),
                sightings.count());
    }

    /// The records that are written as they came: none whose row is not to be written at all, nor
    /// the other half of its key change.
    private Set<RecordKey> plain(Set<RecordKey> former) {
        Set<RecordKey> planned = task.plan().carried().plain();
        if (former.isEmpty()) {
            return planned;
        }
        Set<RecordKey> plain = new HashSet<>(planned);
        plain.removeAll(former);
        for (MappedTransaction transaction : task.originals()) {
            for (Mapped mapped : transaction.changes()) {
                List<RecordKey> records = terms.keys(mapped);
                if (!plain.containsAll(records)) {
                    records.forEach(plain::remove);
                }
            }
        }
        return plain;
    }

    /// A record that is inserted meets such a row as any other.
    private static boolean isForFormer(RowWrite write, Set<RecordKey> former) {
        return !(write instanceof RowWrite.Insert) && former.contains(write.key());
    }

    private boolean isForFormer(Connection connection, RowWrite write) throws SQLException {
        return !(write instanceof RowWrite.Insert)
                && !formerRecords.among(connection, List.of(write.key())).isEmpty();
    }

    private boolean isForFormer(Connection connection, Mapped.Ready ready) throws SQLException {
        return !(ready.canonical() instanceof Change.Insert)
                && formerRecords.mayBeOf(ready.source().shape().entity())
                && !formerRecords.among(connection, terms.keys(ready)).isEmpty();
    }

    /// Of the records that are written as they came, those that do not meet a rule as both sides'
    /// changes leave them. What is written otherwise [DecisionWriter] asks itself.
    private void findBroken() {
        if (!terms.hasRules()) {
            return;
        }
        Set<RecordKey> plain = task.plan().carried().plain();
        for (RowWrite write : task.plan().writes()) {
            if (plain.contains(write.key())) {
                terms.refusal(write).ifPresent(it -> broken.put(write.key(), it));
            }
        }
    }

    /// What only foreign keys and unique values refused, for as long as that lets something pass:
    /// changes as they came may wait for what was decided, and the other way round.
    private void writeWaiting(Connection connection) throws SQLException {
        boolean progress = true;
        while (progress) {
            progress = decisions.tryWaiting(connection) | runs.tryPostponed(connection);
        }
        decisions.giveWaitingUp(connection);
        runs.givePostponedUp(connection);
    }

    /// The rules that records were written in spite of.
    Warnings.Counted warnings() {
        return warnings;
    }

    /// What this attempt refused, mended or left out.
    Counters.Attempt counters() {
        return counters;
    }

    /// What this attempt could not write.
    Parking parking() {
        return parking;
    }

    private boolean isCarried(MappedTransaction transaction) {
        return task.plan().carried().transactions().stream()
                .anyMatch(
                        position ->
                                position.ordinal() == transaction.origin().position().ordinal());
    }

    private void settleBefore(Connection connection, Position position) throws SQLException {
        while (!settled.isEmpty() && position.isAfter(settled.getFirst().position())) {
            parking.settle(connection, settled.removeFirst().record());
        }
    }

    private void take(Connection connection, Mapped mapped, Origin origin, Set<RecordKey> plain)
            throws SQLException {
        List<RecordKey> records = terms.keys(mapped);
        boolean isHeld = park(connection, mapped, origin, records);
        if (!(mapped instanceof Mapped.Ready ready)) {
            return;
        }
        if (!isHeld
                && task.isAlone()
                && (terms.isWithheld(ready.source())
                        || isLeft(connection, ready, origin)
                        || isForFormer(connection, ready))) {
            return;
        }
        note(ready, isHeld);
        if (!isHeld && (task.isAlone() || plain.containsAll(records))) {
            add(connection, ready, origin);
            return;
        }
        for (RecordKey record : records) {
            if (!parking.isHeld(origin.position(), record)) {
                parking.cause(record, mapped.source(), origin);
            }
        }
    }

    /// Whether a delete, where the core does not keep count any more, is not to be written.
    private boolean isLeft(Connection connection, Mapped.Ready ready, Origin origin)
            throws SQLException {
        DeleteRule rule =
                ready.canonical() instanceof Change.Delete delete
                        ? ends.of(delete)
                        : DeleteRule.CARRIED;
        if (rule == DeleteRule.REVIEW) {
            flush(connection);
            parking.asks(connection, ready, origin);
        }
        return rule != DeleteRule.CARRIED;
    }

    /// Puts a change into quarantine that cannot be mapped, goes round, makes of a record what no
    /// rule admits, or waits behind one that is there. Whatever came before is written first: it
    /// must not seem to wait, too.
    ///
    /// @return whether it went there
    private boolean park(
            Connection connection, Mapped mapped, Origin origin, List<RecordKey> records)
            throws SQLException {
        if (records.stream().anyMatch(record -> parking.isHeld(origin.position(), record))) {
            flush(connection);
            parking.follow(connection, mapped, origin);
            return true;
        }
        if (mapped instanceof Mapped.Refused refused) {
            flush(connection);
            boolean isOver =
                    records.stream()
                            .anyMatch(record -> parking.isLetGoAfter(origin.position(), record));
            if (isOver) {
                parking.follow(connection, refused, origin);
            } else {
                parking.refuse(connection, refused, origin);
            }
            return true;
        }
        if (records.stream().anyMatch(task.plan().carried().looping()::contains)) {
            flush(connection);
            parking.goesRound(connection, mapped, origin);
            return true;
        }
        for (RecordKey record : records) {
            Validation.Broken rule = broken.get(record);
            if (rule != null) {
                flush(connection);
                parking.refuse(connection, mapped, origin, rule.rule().name(), rule.reason());
                return true;
            }
        }
        return false;
    }

    private void note(Mapped.Ready ready, boolean isHeld) {
        if (isHeld) {
            return;
        }
        counters.carried(ready.canonical());
        warnedLinks.note(ready);
        if (!ready.warnings().isEmpty() || !ready.repaired().isEmpty()) {
            String entity = ready.source().shape().entity();
            warnings.add(entity, ready.warnings());
            counters.broken(entity, ready.warnings());
            counters.broken(entity, ready.repaired());
        }
    }

    private void add(Connection connection, Mapped.Ready ready, Origin origin) throws SQLException {
        plan.add(ready, origin);
        if (plan.size() >= chunkRows || plan.weight() >= chunkBytes) {
            flush(connection);
        }
    }

    private void flush(Connection connection) throws SQLException {
        if (plan.size() > 0) {
            ApplyPlan gathered = plan;
            plan = new ApplyPlan(relations, !careful);
            runs.write(connection, gathered);
        }
    }

    /// In the source's order, change by change beside what was decided about each; nothing is
    /// gathered but one chunk.
    private void writeLarge(Connection connection, MappedTransaction transaction, BulkRows large)
            throws SQLException {
        Origin origin = transaction.origin();
        Iterator<BulkRow> rows = large.iterator();
        BulkRow next = rows.hasNext() ? rows.next() : null;
        List<RowWrite> chunk = new ArrayList<>();
        long ordinal = 0;
        for (Mapped mapped : transaction.changes()) {
            boolean isHeld = park(connection, mapped, origin, terms.keys(mapped));
            if (!(mapped instanceof Mapped.Ready ready)) {
                continue;
            }
            note(ready, isHeld);
            while (next != null && next.ordinal() == ordinal) {
                switch (next) {
                    case BulkRow.AsItCame _ -> {
                        decide(connection, chunk);
                        if (!isHeld && !isForFormer(connection, ready)) {
                            add(connection, ready, origin);
                        }
                    }
                    case BulkRow.Decided decided -> {
                        flush(connection);
                        parking.cause(decided.write().key(), mapped.source(), origin);
                        if (!isForFormer(connection, decided.write())) {
                            chunk.add(decided.write());
                        }
                        if (chunk.size() >= chunkRows) {
                            decide(connection, chunk);
                        }
                    }
                }
                next = rows.hasNext() ? rows.next() : null;
            }
            ordinal++;
        }
        flush(connection);
        decide(connection, chunk);
    }

    private void decide(Connection connection, List<RowWrite> chunk) throws SQLException {
        if (!chunk.isEmpty()) {
            decisions.write(connection, chunk);
            chunk.clear();
            parking.forgetCauses();
        }
    }
}
