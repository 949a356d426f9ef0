package dev.duet.deploy.run;

import dev.duet.apply.Fenced;
import dev.duet.apply.TargetTerms;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.store.ParkedStore;
import dev.duet.apply.store.ParkedStore.Parked;
import dev.duet.deploy.run.Touches.Touch;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Key;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Manifest;
import dev.duet.schemas.Position;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Sighting;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Takes the changes of paused entities out of one log, before the conflict core sees them, and
/// notes in the target which records they are about. One direction's thread.
///
/// What is parked is committed before the checkpoint moves past it, and noting it once more changes
/// nothing: so a crash between the two loses nothing, and no transaction needs to hold both.
final class Siding {
    /// So many records are kept before they are written, so that memory is bounded.
    private static final int MOST_GATHERED = 10_000;

    private final Pauses pauses;
    private final Line line;
    private final ParkedStore store;
    private Touches gathered;
    private int gatheredCount;
    private long since;

    /// The direction.
    record Line(String source, Side target, Mappings toPeer, TargetTerms terms) {}

    Siding(Pauses pauses, Line line) {
        this.pauses = pauses;
        this.line = line;
        this.store = new ParkedStore(line.source);
        this.gathered = fresh();
    }

    private Touches fresh() {
        return new Touches(line.toPeer, line.terms, _ -> false);
    }

    /// Notes up to where the target has what is not parked.
    void begin(Position checkpoint) {
        since = checkpoint.ordinal();
    }

    /// Parks what is to be.
    ///
    /// @return the rest
    LogEntry.Transaction sift(LogEntry.Transaction transaction) {
        Changes changes = transaction.changes();
        int[] kept = kept(transaction);
        if (kept.length == changes.count()) {
            return transaction;
        }
        return new LogEntry.Transaction(
                transaction.origin(), rest(changes, kept), transaction.releases());
    }

    private static Changes rest(Changes changes, int[] kept) {
        if (changes.isSpilled() && kept.length > 0) {
            return new SiftedChanges(changes, kept);
        }
        Changes rest =
                Changes.of(
                        IntStream.of(kept).mapToObj(changes::get).toList(),
                        new SiftedChanges(changes, kept).weight());
        changes.close();
        return rest;
    }

    private int[] kept(LogEntry.Transaction transaction) {
        Map<String, Boolean> concerned = new HashMap<>();
        IntStream.Builder kept = IntStream.builder();
        List<Change> parked = new ArrayList<>();
        int ordinal = 0;
        for (Change change : transaction.changes()) {
            String entity = change.shape().entity();
            if (concerned.computeIfAbsent(entity, pauses::concerns) && park(entity, change)) {
                parked.add(change);
                if (parked.size() == MOST_GATHERED) {
                    gather(transaction, parked);
                }
            } else {
                kept.add(ordinal);
            }
            ordinal++;
        }
        gather(transaction, parked);
        return kept.build().toArray();
    }

    /// What is about no record that can be named, as a TRUNCATE, is none of ours: the quarantine
    /// has it.
    private boolean park(String entity, Change change) {
        return pauses.park(entity, line.terms.keys(line.toPeer.read(change)));
    }

    private void gather(LogEntry.Transaction transaction, List<Change> parked) {
        if (parked.isEmpty()) {
            return;
        }
        gathered.add(new LogEntry.Transaction(transaction.origin(), Changes.of(parked)));
        gatheredCount += parked.size();
        parked.clear();
        if (gatheredCount >= MOST_GATHERED) {
            flush();
        }
    }

    /// Writes down what was parked.
    ///
    /// @throws CannotPark when the target cannot be written: it is kept until then
    /// @throws Fenced when another instance has taken over
    void flush() {
        if (gatheredCount == 0) {
            return;
        }
        try (Connection connection = line.target.pool().getConnection()) {
            try {
                pauses.lock(connection, line.source);
                write(connection);
                connection.commit();
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new CannotPark(line.target.name(), e);
        }
        gathered = fresh();
        gatheredCount = 0;
    }

    private void write(Connection connection) throws SQLException {
        Map<String, List<Parked>> byEntity = new HashMap<>();
        for (Map.Entry<RecordKey, Touch> it : gathered.all().entrySet()) {
            Shape shape = pauses.shape(it.getKey().entity());
            byEntity.computeIfAbsent(shape.entity(), _ -> new ArrayList<>())
                    .add(
                            new Parked(
                                    pauses.keyText(it.getKey()),
                                    since,
                                    TouchText.write(shape, it.getValue().under(shape))));
        }
        for (Map.Entry<String, List<Parked>> it : byEntity.entrySet()) {
            Shape shape = pauses.shape(it.getKey());
            store.park(
                    connection,
                    it.getKey(),
                    it.getValue(),
                    (known, now) -> TouchText.merge(shape, known, now));
        }
    }

    /// Takes out of a marker, its rows canonical records, what the conflict core must not see: what
    /// was written to records before they were parked, or mends them.
    LogEntry.Marker sift(LogEntry.Marker marker) {
        if (!isConcerned(marker)) {
            return marker;
        }
        Manifest manifest = marker.manifest();
        Map<String, Set<Key>> written = new HashMap<>();
        manifest.written()
                .forEach(
                        (entity, keys) -> {
                            Set<Key> left = new HashSet<>(keys);
                            left.removeIf(key -> pauses.isParked(new RecordKey(entity, key)));
                            written.put(entity, left);
                        });
        List<Sighting> sightings =
                manifest.sightings().stream()
                        .filter(it -> !pauses.isParked(new RecordKey(it.entity(), it.key())))
                        .toList();
        IntStream.Builder kept = IntStream.builder();
        int ordinal = 0;
        for (Change change : marker.changes()) {
            if (!isParked(change)) {
                kept.add(ordinal);
            }
            ordinal++;
        }
        return new LogEntry.Marker(
                marker.origin(),
                marker.checkpoint(),
                new SiftedChanges(marker.changes(), kept.build().toArray()),
                new Manifest(written, sightings));
    }

    private boolean isConcerned(LogEntry.Marker marker) {
        Set<String> entities = new HashSet<>(marker.manifest().written().keySet());
        marker.manifest().sightings().forEach(it -> entities.add(it.entity()));
        marker.changes().forEach(it -> entities.add(it.shape().entity()));
        return entities.stream().anyMatch(pauses::concerns);
    }

    private boolean isParked(Change canonical) {
        return TargetTerms.keys(canonical).stream().anyMatch(pauses::isParked);
    }
}
