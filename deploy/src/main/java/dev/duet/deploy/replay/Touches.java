package dev.duet.deploy.replay;

import dev.duet.apply.TargetTerms;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.rules.PresenceRule.Kind;
import dev.duet.deploy.run.Mappings;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.Change;
import dev.duet.schemas.Key;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What one system's clients did to which record last, as its log shows it. Shared by the thread
/// that reads the log and the command's.
///
/// Rows are read through the mapping as it is now, so what was wrong in it is no change here.
final class Touches {
    private final Mappings toPeer;
    private final TargetTerms peer;
    private final Predicate<Origin> isWanted;
    private final Map<RecordKey, Touch> touched = new HashMap<>();

    /// By record, the fields that Duet wrote there.
    private final Map<RecordKey, BitSet> written = new HashMap<>();

    private final Map<String, Set<Key>> wanted = new LinkedHashMap<>();
    private final Set<String> truncated = new LinkedHashSet<>();

    /// Where in the log something was done.
    record Stamp(Position position, long clock, @Nullable Position seen) {}

    /// The last that was done to one record.
    ///
    /// @param fields by field
    /// @param life the last insert or delete
    /// @param kind which of the two; [Kind#UPDATE] where there was none
    /// @param unread the last change that the mapping cannot read
    record Touch(
            @Nullable Stamp[] fields,
            @Nullable Stamp life,
            Kind kind,
            @Nullable Stamp updated,
            @Nullable Stamp unread) {}

    /// @param peer the terms of what is written into the other system
    /// @param isWanted whether the records of a transaction are to be replayed
    Touches(Mappings toPeer, TargetTerms peer, Predicate<Origin> isWanted) {
        this.toPeer = toPeer;
        this.peer = peer;
        this.isWanted = isWanted;
    }

    synchronized void add(LogEntry.Transaction transaction) {
        Origin origin = transaction.origin();
        boolean isToDo = isWanted.test(origin);
        var stamp = new Stamp(origin.position(), origin.clock(), origin.seen());
        for (Change change : transaction.changes()) {
            Mapped mapped = toPeer.read(change);
            if (change instanceof Change.Truncate truncate && isToDo) {
                truncated.add(truncate.shape().entity());
            }
            for (RecordKey key : peer.keys(mapped)) {
                if (isToDo) {
                    wanted.computeIfAbsent(key.entity(), _ -> new LinkedHashSet<>()).add(key.key());
                }
            }
            switch (mapped) {
                case Mapped.Ready ready -> add(ready.canonical(), stamp);
                case Mapped.Refused _ -> peer.keys(mapped).forEach(key -> unread(key, stamp));
                case Mapped.Passed _ -> {}
            }
        }
    }

    /// What Duet itself wrote there.
    synchronized void add(LogEntry.Marker marker) {
        for (Change change : marker.changes()) {
            if (toPeer.read(change) instanceof Mapped.Ready ready) {
                switch (ready.canonical()) {
                    case Change.Insert it -> written(it, it.after(), null);
                    case Change.Update it -> written(it, it.after(), it.before());
                    case Change.KeyChange it -> written(it, it.after(), null);
                    case Change.Delete _, Change.Truncate _ -> {}
                }
            }
        }
    }

    private void written(Change change, Row row, @Nullable Row before) {
        BitSet fields = written.computeIfAbsent(key(change, row), _ -> new BitSet());
        for (int i = change.shape().keySize(); i < row.size(); i++) {
            if (before == null || differs(before.get(i), row.get(i))) {
                fields.set(i);
            }
        }
    }

    /// Whether Duet wrote a field of a record, as far as was read.
    synchronized boolean isWritten(RecordKey key, int field) {
        BitSet fields = written.get(key);
        return fields != null && fields.get(field);
    }

    private static RecordKey key(Change change, Row row) {
        return new RecordKey(change.shape().entity(), row.key(change.shape().keySize()));
    }

    private void add(Change change, Stamp stamp) {
        switch (change) {
            case Change.Insert it -> touch(it, it.after(), null, Kind.INSERT, stamp);
            case Change.Update it -> touch(it, it.after(), it.before(), Kind.UPDATE, stamp);
            case Change.Delete it -> touch(it, it.before(), null, Kind.DELETE, stamp);
            case Change.KeyChange it -> {
                touch(it, it.before(), null, Kind.DELETE, stamp);
                touch(it, it.after(), null, Kind.INSERT, stamp);
            }
            case Change.Truncate _ -> {}
        }
    }

    /// @param before null where every field is touched
    private void touch(Change change, Row row, @Nullable Row before, Kind kind, Stamp stamp) {
        int size = change.shape().size();
        RecordKey key = key(change, row);
        Touch last = touched.get(key);
        @Nullable Stamp[] fields =
                last == null || last.fields.length != size ? new Stamp[size] : last.fields;
        for (int i = change.shape().keySize(); i < size; i++) {
            if (kind != Kind.DELETE && (before == null || differs(before.get(i), row.get(i)))) {
                fields[i] = stamp;
            }
        }
        boolean isLife = kind != Kind.UPDATE;
        touched.put(
                key,
                new Touch(
                        fields,
                        isLife ? stamp : last == null ? null : last.life,
                        isLife ? kind : last == null ? Kind.UPDATE : last.kind,
                        isLife ? null : stamp,
                        last == null ? null : last.unread));
    }

    private static boolean differs(@Nullable Object before, @Nullable Object after) {
        return !(after instanceof Unchanged)
                && !(before instanceof Unchanged)
                && !Objects.equals(before, after);
    }

    private void unread(RecordKey key, Stamp stamp) {
        Touch last = touched.get(key);
        touched.put(
                key,
                last == null
                        ? new Touch(new Stamp[0], null, Kind.UPDATE, null, stamp)
                        : new Touch(last.fields, last.life, last.kind, last.updated, stamp));
    }

    synchronized Optional<Touch> of(RecordKey key) {
        return Optional.ofNullable(touched.get(key));
    }

    /// The records that are to be replayed, by entity.
    synchronized Map<String, Set<Key>> wanted() {
        Map<String, Set<Key>> copy = new LinkedHashMap<>();
        wanted.forEach((entity, keys) -> copy.put(entity, new LinkedHashSet<>(keys)));
        return copy;
    }

    /// The entities whose table was truncated meanwhile: their records are not told.
    synchronized Set<String> truncated() {
        return Set.copyOf(truncated);
    }
}
