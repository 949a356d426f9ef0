package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.TargetTransaction;
import dev.duet.apply.plan.Relations;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.Change;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts into quarantine what a batch cannot write, and says which records wait behind it. One
/// attempt, one thread.
final class Parking {
    /// The code of a record that goes round between the sides.
    static final String LOOP = "LOOP";

    static final String GOES_ROUND =
            "the record goes round: each side answers what the other has written, more often than"
                    + " settings.loops allows";

    private final QuarantineStore store;
    private final TargetTerms terms;
    private final Relations relations;
    private final ApplyTask task;
    private final Set<TargetTransaction.Parked> passedOver;
    private final Set<RecordKey> releasing = new HashSet<>();
    private final Map<RecordKey, Cause> causes = new HashMap<>();
    private final Set<RecordKey> refused = new LinkedHashSet<>();
    private final Set<RecordKey> keptBack = new LinkedHashSet<>();
    private long changes;
    private long refusals;

    /// The change to put into quarantine should what was decided about its record be refused.
    private record Cause(Change source, Origin origin) {}

    Parking(ApplySettings settings, ApplyTask task) {
        this.store = settings.quarantine();
        this.terms = settings.terms();
        this.relations = settings.relations();
        this.task = task;
        this.passedOver = new HashSet<>(task.plan().carried().parked());
        task.plan().carried().ended().forEach(end -> releasing.add(end.key()));
    }

    /// Whether a change of a record is to be passed over.
    boolean isHeld(Position position, RecordKey record) {
        return refused.contains(record)
                || (task.isAlone() && task.held().contains(record))
                || passedOver.contains(new TargetTransaction.Parked(position, record));
    }

    /// Whether one of these was refused in this batch.
    boolean isRefused(Collection<RecordKey> records) {
        return !refused.isEmpty() && records.stream().anyMatch(refused::contains);
    }

    /// Notes which change is to be kept for people should the record's write be refused.
    void cause(RecordKey record, Change source, Origin origin) {
        causes.put(record, new Cause(source, origin));
    }

    void forgetCauses() {
        causes.clear();
    }

    /// A change that waits for an earlier one of its record.
    void follow(Connection connection, Mapped mapped, Origin origin) throws SQLException {
        List<RecordKey> records = terms.keys(mapped);
        if (isRefused(records)) {
            refused.addAll(records); // a key change: nobody plans for the other half
        }
        store.hold(
                connection,
                mapped.source(),
                origin,
                QuarantineStore.FOLLOWS,
                "an earlier change of this record is in quarantine");
        changes++;
    }

    /// A change that cannot be written: its records are held from here on.
    void refuse(Connection connection, Mapped mapped, Origin origin, String code, String reason)
            throws SQLException {
        refused.addAll(terms.keys(mapped));
        store.hold(connection, mapped.source(), origin, code, reason);
        changes++;
        refusals++;
    }

    /// What was decided about a record cannot be written.
    void refuse(Connection connection, RowWrite write, String code, String reason)
            throws SQLException {
        RecordKey record = write.key();
        if (!refused.add(record)) {
            return;
        }
        refusals++;
        if (releasing.contains(record)) {
            store.refusedAgain(connection, record.entity(), terms.keyText(record), code, reason);
            return;
        }
        changes++;
        Cause cause = causes.get(record);
        if (cause == null) {
            Origin repair =
                    new Origin(
                            task.plan().checkpoint().source(),
                            task.plan().checkpoint().position(),
                            "repair",
                            Instant.EPOCH,
                            0,
                            null);
            store.hold(connection, terms.asOfSource(write), repair, code, reason);
        } else {
            store.hold(connection, cause.source(), cause.origin(), code, reason);
        }
    }

    /// Only a foreign key refuses it: what it refers to may have been kept back, and a repair will
    /// try again.
    void keepBack(RecordKey record) {
        keptBack.add(record);
    }

    /// Whether a row refers to a record that is held: then it cannot come before that is released.
    boolean refersToHeld(Shape shape, @Nullable Row row) {
        return row != null
                && relations.parents(shape, row).stream()
                        .map(parent -> terms.ofTarget(parent.entity(), parent.key()))
                        .flatMap(Optional::stream)
                        .anyMatch(
                                parent -> refused.contains(parent) || task.held().contains(parent));
    }

    /// What was held of a record up to here is over: one side's row now stands on both.
    void settle(Connection connection, RecordKey record) throws SQLException {
        store.settle(connection, record.entity(), terms.keyText(record));
    }

    /// The records that a release let go, and whose write was not refused again.
    void settleReleased(Connection connection) throws SQLException {
        for (RecordKey record : releasing) {
            if (!refused.contains(record)) {
                settle(connection, record);
            }
        }
    }

    /// The records to be held from here on.
    Set<RecordKey> refusedRecords() {
        return refused;
    }

    Set<RecordKey> keptBackRecords() {
        return keptBack;
    }

    /// How many changes were put into quarantine.
    long changes() {
        return changes;
    }

    /// How many of them were refused themselves.
    long refusals() {
        return refusals;
    }
}
