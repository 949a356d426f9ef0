package dev.duet.deploy.run;

import dev.duet.apply.MappedTransaction;
import dev.duet.mapping.EntityMapping;
import dev.duet.mapping.LargeMapping;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Key;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Manifest;
import dev.duet.schemas.Row;
import dev.duet.schemas.Sighting;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The mappings of all entities in one direction. Immutable.
public final class Mappings {
    private final Map<String, EntityMapping> byEntity;

    public Mappings(Map<String, EntityMapping> byEntity) {
        this.byEntity = Map.copyOf(byEntity);
    }

    /// Maps a transaction: at once where it is small. The rows of a large one are mapped as they
    /// are read, so that it never stands in memory whole.
    MappedTransaction map(LogEntry.Transaction transaction) {
        Changes changes = transaction.changes();
        if (!changes.isSpilled()) {
            List<Mapped> mapped = new ArrayList<>(Math.toIntExact(changes.count()));
            changes.forEach(change -> mapped.add(map(change)));
            return new MappedTransaction(transaction.origin(), mapped, changes);
        }
        return new MappedTransaction(
                transaction.origin(), new LargeMapping(changes, this::map), changes);
    }

    /// A marker of the source's with its rows as canonical records. A value that cannot be read was
    /// not written by us: the row is left out, and stays what it was.
    LogEntry.Marker canonical(LogEntry.Marker marker) {
        if (marker.changes().isSpilled()) {
            return new LogEntry.Marker(
                    marker.origin(),
                    marker.checkpoint(),
                    new LargeMapping(marker.changes(), this::read).as(Mapped.Ready::canonical),
                    canonical(marker.manifest()));
        }
        List<Change> rows = new ArrayList<>();
        for (Change change : marker.changes()) {
            if (read(change) instanceof Mapped.Ready ready) {
                rows.add(ready.canonical());
            }
        }
        return new LogEntry.Marker(
                marker.origin(),
                marker.checkpoint(),
                Changes.of(rows),
                canonical(marker.manifest()));
    }

    private Manifest canonical(Manifest manifest) {
        if (manifest.isEmpty()) {
            return manifest;
        }
        Map<String, Set<Key>> written = new HashMap<>();
        manifest.written()
                .forEach(
                        (entity, keys) ->
                                written.put(
                                        entity,
                                        keys.stream()
                                                .map(mapping(entity).source()::read)
                                                .flatMap(Optional::stream)
                                                .collect(Collectors.toSet())));
        return new Manifest(
                written,
                manifest.sightings().stream()
                        .map(this::canonical)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private Optional<Sighting> canonical(Sighting sighting) {
        EntityMapping mapping = mapping(sighting.entity());
        @Nullable Row left = sighting.written();
        @Nullable Row now = sighting.now();
        try {
            @Nullable Row written = left == null ? null : mapping.record(left);
            @Nullable Row is = now == null ? null : mapping.record(now);
            return mapping.source()
                    .read(sighting.key())
                    .map(key -> new Sighting(sighting.entity(), key, written, is));
        } catch (CannotConvert e) {
            return Optional.empty();
        }
    }

    /// What the log shows of one change, as canonical records have it: whether the target can hold
    /// it does not matter.
    public Mapped read(Change change) {
        return mapping(change.shape().entity()).read(change);
    }

    /// The key of a row in the target; nothing when there can be no such record.
    public Optional<Key> key(String entity, Row row) {
        EntityMapping mapping = mapping(entity);
        return mapping.source()
                .read(row.key(mapping.source().shape().keySize()))
                .flatMap(mapping.target()::write);
    }

    /// One change, by its entity's mapping.
    public Mapped map(Change change) {
        return mapping(change.shape().entity()).map(change);
    }

    /// Whether a change leaves nothing that is sent.
    ///
    /// @throws CannotConvert when that cannot be read
    public boolean isWithheld(Change change) {
        return mapping(change.shape().entity()).isWithheld(change);
    }

    private EntityMapping mapping(String entity) {
        EntityMapping mapping = byEntity.get(entity);
        if (mapping == null) {
            throw new IllegalStateException("no mapping for entity " + entity);
        }
        return mapping;
    }
}
