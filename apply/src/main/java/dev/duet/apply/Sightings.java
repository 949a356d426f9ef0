package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.TargetTransaction;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Key;
import dev.duet.schemas.Manifest;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
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
    private static final int ROWS_AT_ONCE = 500;

    private final ApplySettings settings;
    private final TargetTransaction plan;
    private final TableReader reader;
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
        this.reader = settings.database().tableReader();
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
        Map<RecordKey, Row> rows = rows(connection, seen.keySet());
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
        seen.entrySet()
                .removeIf(
                        one ->
                                parking.isRefused(List.of(one.getKey()))
                                        || parking.keptBackRecords().contains(one.getKey())
                                        || (left.has(one.getKey())
                                                && !isFoundThere(one.getValue())));
        Map<RecordKey, Row> rows = rows(connection, seen.keySet());
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

    /// Whether a row that was to be inserted was there already when it was looked at first: it is
    /// locked since, and the log may never have shown it.
    private static boolean isFoundThere(Seen one) {
        return one.before != null && one.writes.getFirst() instanceof RowWrite.Insert;
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
            if (found == null
                    && is != null
                    && !(one.writes.getFirst() instanceof RowWrite.Insert)) {
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

    /// Locks rows and returns those that are there.
    private Map<RecordKey, Row> rows(Connection connection, Set<RecordKey> records)
            throws SQLException {
        Map<String, List<Key>> byEntity = new LinkedHashMap<>();
        for (RecordKey record : records) {
            byEntity.computeIfAbsent(record.entity(), absent -> new ArrayList<>())
                    .add(Objects.requireNonNull(seen.get(record)).key);
        }
        Map<RecordKey, Row> rows = new HashMap<>();
        for (Map.Entry<String, List<Key>> of : byEntity.entrySet()) {
            Shape shape = settings.terms().shape(of.getKey());
            List<Row> identities =
                    of.getValue().stream().map(key -> key.row(shape.size())).toList();
            for (int i = 0; i < identities.size(); i += ROWS_AT_ONCE) {
                List<Row> some =
                        identities.subList(i, Math.min(identities.size(), i + ROWS_AT_ONCE));
                for (Row row : reader.lock(connection, shape, some)) {
                    settings.terms()
                            .ofTarget(of.getKey(), row.key(shape.keySize()))
                            .filter(records::contains)
                            .ifPresent(record -> rows.put(record, row));
                }
            }
        }
        return rows;
    }
}
