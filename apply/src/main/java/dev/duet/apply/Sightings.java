package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.TargetTransaction;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Key;
import dev.duet.schemas.Manifest;
import dev.duet.schemas.Row;
import dev.duet.schemas.Sighting;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Looks at the rows of a target transaction before and after they are written, under their locks,
/// and says in that transaction what triggers made of them. One attempt, one thread.
///
/// Looked at are the entities of which the file says what becomes of triggers' doings, and each row
/// that is repaired: one that is not what it must be may be so by a trigger, or because the log has
/// never shown it.
final class Sightings {
    private final ApplySettings settings;
    private final TargetTransaction plan;
    private final LockedRows rows;
    private final TriggerReport report;
    private final Map<RecordKey, Seen> seen = new LinkedHashMap<>();
    private long count;

    /// One record.
    private static final class Seen {
        final List<RowWrite> writes = new ArrayList<>(1);
        final Key key;
        @Nullable Row before;

        Seen(Key key) {
            this.key = key;
        }
    }

    Sightings(ApplySettings settings, ApplyTask task, TriggerReport report) {
        this.settings = settings;
        this.plan = task.plan();
        this.rows = new LockedRows(settings.database().tableReader(), settings.terms());
        this.report = report;
    }

    /// How many records the manifest has more to say of than that they were written.
    long count() {
        return count;
    }

    /// To be called before anything is written.
    void before(Connection connection) throws SQLException {
        if (plan.carried().large() != null) {
            return;
        }
        for (RowWrite write : plan.writes()) {
            RecordKey record = write.key();
            if (isRepair() || isWatched(record.entity())) {
                settings.terms()
                        .keyOfTarget(record)
                        .ifPresent(
                                key ->
                                        seen.computeIfAbsent(record, absent -> new Seen(key))
                                                .writes
                                                .add(write));
            }
        }
        Map<RecordKey, Row> rows = rows(connection);
        seen.forEach((record, one) -> one.before = rows.get(record));
    }

    private boolean isRepair() {
        return plan.kind() == TargetTransaction.Kind.REPAIR;
    }

    private boolean isWatched(String entity) {
        return settings.watched().contains(entity);
    }

    /// To be called when all that can be written is written.
    void after(Connection connection, Parking parking, LeftRows left) throws SQLException {
        seen.keySet()
                .removeIf(
                        record ->
                                parking.isRefused(List.of(record))
                                        || parking.keptBackRecords().contains(record)
                                        || left.isBlocked(record)
                                        || isUncertain(record, left));
        Map<RecordKey, Row> rows = rows(connection);
        Map<String, BitSet> exact = new HashMap<>();
        List<Sighting> sightings = new ArrayList<>();
        for (Map.Entry<RecordKey, Seen> one : seen.entrySet()) {
            RecordKey record = one.getKey();
            BitSet ofEntity = exact.computeIfAbsent(record.entity(), settings.terms()::exact);
            Sighting sighting = sighting(record, one.getValue(), rows.get(record), ofEntity);
            if (sighting != null) {
                sightings.add(sighting);
            }
        }
        count = sightings.size();
        boolean areWatched = seen.keySet().stream().anyMatch(it -> isWatched(it.entity()));
        Manifest manifest = new Manifest(areWatched ? written() : Map.of(), sightings);
        if (!manifest.isEmpty()) {
            settings.manifests().state(connection, manifest, settings.terms()::shape);
            report.record(connection, manifest);
        }
    }

    /// Where there was no row to lock, and yet the insert met one.
    private boolean isUncertain(RecordKey record, LeftRows left) {
        return left.hasMet(record) && Objects.requireNonNull(seen.get(record)).before == null;
    }

    private Map<String, Set<Key>> written() {
        Map<String, Set<Key>> written = new HashMap<>();
        for (RowWrite write : plan.writes()) {
            settings.terms()
                    .keyOfTarget(write.key())
                    .filter(Key::isKnown)
                    .ifPresent(
                            key ->
                                    written.computeIfAbsent(
                                                    write.key().entity(), absent -> new HashSet<>())
                                            .add(key));
        }
        return written;
    }

    /// What the log is to say of a record; null for nothing.
    private @Nullable Sighting sighting(
            RecordKey record, Seen one, @Nullable Row now, BitSet exact) {
        String entity = record.entity();
        if (!one.key.isKnown()) {
            return null;
        }
        try {
            @Nullable Row found = settings.terms().recordOfTarget(entity, one.before);
            @Nullable Row is = settings.terms().recordOfTarget(entity, now);
            boolean inserts = one.writes.getFirst() instanceof RowWrite.Insert;
            if (found == null && is != null && !inserts) {
                return null; // none could be locked, so a client may have made it since
            }
            boolean isMissed = isRepair() && !one.writes.getFirst().finds(found, exact);
            @Nullable Row left = found;
            for (RowWrite write : one.writes) {
                left = write.over(left, exact);
            }
            if (left == null || is == null) {
                boolean isSame = left == null && is == null;
                return isSame && !isMissed
                        ? null
                        : new Sighting(
                                entity,
                                one.key,
                                left == null ? null : settings.terms().row(entity, left),
                                now);
            }
            BitSet changed = differing(left, is, exact);
            return changed.isEmpty() && !isMissed
                    ? null
                    : new Sighting(entity, one.key, written(entity, left, now, changed), now);
        } catch (CannotConvert e) {
            return null; // it is no record of ours
        }
    }

    private static BitSet differing(Row left, Row now, BitSet exact) {
        BitSet differing = new BitSet();
        for (int i = exact.nextSetBit(0); i >= 0; i = exact.nextSetBit(i + 1)) {
            differing.set(
                    i,
                    !(left.get(i) instanceof Unchanged)
                            && !(now.get(i) instanceof Unchanged)
                            && !Objects.equals(left.get(i), now.get(i)));
        }
        return differing;
    }

    /// The row as it is, but for the fields that triggers have changed: so that no form of a value
    /// looks like a change.
    private Row written(String entity, Row left, @Nullable Row now, BitSet changed) {
        @Nullable Object[] values = Objects.requireNonNull(now).toArray();
        Row written = settings.terms().row(entity, left, changed);
        BitSet columns = settings.terms().columns(entity, changed);
        for (int i = columns.nextSetBit(0); i >= 0; i = columns.nextSetBit(i + 1)) {
            values[i] = written.get(i);
        }
        return Row.of(values);
    }

    private Map<RecordKey, Row> rows(Connection connection) throws SQLException {
        Map<RecordKey, Key> keys = new LinkedHashMap<>();
        seen.forEach((record, one) -> keys.put(record, one.key));
        return rows.of(connection, keys);
    }
}
