package dev.duet.deploy.run;

import dev.duet.apply.TargetTerms;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.rules.PresenceRule.Kind;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.Change;
import dev.duet.schemas.Column;
import dev.duet.schemas.Key;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What one system's clients did to which record last, as its log shows it. Shared by the thread
/// that reads the log and who asks.
///
/// Rows are read through the mapping as it is now, so what was wrong in it is no change here.
public final class Touches {
    private final Mappings toPeer;
    private final TargetTerms peer;
    private final Predicate<Origin> isWanted;
    private final Map<RecordKey, Touch> touched = new HashMap<>();

    /// By record, the fields that Duet wrote there.
    private final Map<RecordKey, BitSet> written = new HashMap<>();

    private final Map<String, Set<Key>> wanted = new LinkedHashMap<>();
    private final Set<String> truncated = new LinkedHashSet<>();

    /// Where in the log something was done.
    ///
    /// @param at the ordinal of the transaction's place
    /// @param seen the same of the last one in the peer's log that was here; null for none
    public record Stamp(long at, long clock, @Nullable Long seen) {
        static Stamp of(Origin origin) {
            Position seen = origin.seen();
            return new Stamp(
                    origin.position().ordinal(),
                    origin.clock(),
                    seen == null ? null : seen.ordinal());
        }

        /// Whether it was made with another one, of the other log, in sight.
        public boolean hasSeen(Stamp other) {
            return seen != null && Long.compareUnsigned(other.at, seen) <= 0;
        }

        boolean isAfter(Stamp other) {
            return Long.compareUnsigned(at, other.at) > 0;
        }

        static @Nullable Stamp seeingUpTo(@Nullable Stamp one, long place) {
            return one == null || one.seen == null || Long.compareUnsigned(one.seen, place) <= 0
                    ? one
                    : new Stamp(one.at, one.clock, place);
        }

        /// The later of two of the same log.
        static @Nullable Stamp later(@Nullable Stamp one, @Nullable Stamp two) {
            if (one == null || two == null) {
                return one == null ? two : one;
            }
            return two.isAfter(one) ? two : one;
        }
    }

    /// The last that was noted of a record while the file had these fields: what was done to others
    /// nobody knows.
    ///
    /// @param fields by their names
    record Noted(Set<String> fields, Stamp last) {}

    /// The last that was done to one record.
    ///
    /// @param fields by field
    /// @param life the last insert or delete
    /// @param kind which of the two; [Kind#UPDATE] where there was none
    /// @param unread the last change that the mapping cannot read
    /// @param noted by the fields that were known; nothing while it is not noted
    /// @param isUnseen whether clients may have done more to it before, on either side, when nobody
    ///   looked
    public record Touch(
            @Nullable Stamp[] fields,
            @Nullable Stamp life,
            Kind kind,
            @Nullable Stamp updated,
            @Nullable Stamp unread,
            List<Noted> noted,
            boolean isUnseen) {
        /// Of a record that both sides have not alike, and nobody knows why.
        static final Touch UNSEEN =
                new Touch(new Stamp[0], null, Kind.UPDATE, null, null, List.of(), true);

        Touch(
                @Nullable Stamp[] fields,
                @Nullable Stamp life,
                Kind kind,
                @Nullable Stamp updated,
                @Nullable Stamp unread) {
            this(fields, life, kind, updated, unread, List.of(), false);
        }

        /// What two say together that know different parts of the log, the other one the later.
        Touch with(Touch other) {
            @Nullable Stamp[] all = new Stamp[Math.max(fields.length, other.fields.length)];
            for (int i = 0; i < all.length; i++) {
                all[i] =
                        Stamp.later(
                                i < fields.length ? fields[i] : null,
                                i < other.fields.length ? other.fields[i] : null);
            }
            Stamp lastLife = Stamp.later(life, other.life);
            Stamp lastUpdate = Stamp.later(updated, other.updated);
            boolean isOver =
                    lastLife != null && lastUpdate != null && !lastUpdate.isAfter(lastLife);
            return new Touch(
                    all,
                    lastLife,
                    lastLife == null
                            ? Kind.UPDATE
                            : lastLife.equals(other.life) ? other.kind : kind,
                    isOver ? null : lastUpdate,
                    other.unread == null || hasRead(other.unread, other)
                            ? unread
                            : Stamp.later(unread, other.unread),
                    later(noted, other.noted),
                    isUnseen || other.isUnseen);
        }

        /// Whether a change that another file cannot read was noted under one that could: rows from
        /// before a column was renamed are read again under the file that has its new name.
        private boolean hasRead(Stamp change, Touch other) {
            Set<Set<String>> others =
                    other.noted.stream().map(Noted::fields).collect(Collectors.toSet());
            return (unread == null || change.isAfter(unread))
                    && noted.stream()
                            .filter(it -> !others.contains(it.fields))
                            .anyMatch(it -> !change.isAfter(it.last));
        }

        private static List<Noted> later(List<Noted> one, List<Noted> two) {
            Map<Set<String>, Stamp> last = new LinkedHashMap<>();
            for (List<Noted> some : List.of(one, two)) {
                some.forEach(
                        it ->
                                last.merge(
                                        it.fields,
                                        it.last,
                                        (known, now) -> now.isAfter(known) ? now : known));
            }
            return last.entrySet().stream()
                    .map(it -> new Noted(it.getKey(), it.getValue()))
                    .toList();
        }

        /// The same, to be noted.
        Touch under(Shape canonical) {
            Stamp last = last();
            Set<String> names =
                    canonical.columns().stream().map(Column::name).collect(Collectors.toSet());
            return new Touch(
                    fields,
                    life,
                    kind,
                    updated,
                    unread,
                    last == null ? List.of() : List.of(new Noted(names, last)),
                    isUnseen);
        }

        /// The same, where a field that was not known when a change was noted may have been changed
        /// by it: its column had another name then, or another type.
        Touch supposing(Shape canonical) {
            @Nullable Stamp[] supposed = Arrays.copyOf(fields, canonical.size());
            for (Noted it : noted) {
                for (int i = canonical.keySize(); i < supposed.length; i++) {
                    if (!it.fields.contains(canonical.columns().get(i).name())) {
                        supposed[i] = Stamp.later(supposed[i], it.last);
                    }
                }
            }
            return new Touch(supposed, life, kind, updated, unread, noted, isUnseen);
        }

        /// The same as if nothing of the peer's log after a place had been seen.
        public Touch seeingUpTo(long place) {
            @Nullable Stamp[] capped = new Stamp[fields.length];
            for (int i = 0; i < capped.length; i++) {
                capped[i] = Stamp.seeingUpTo(fields[i], place);
            }
            return new Touch(
                    capped,
                    Stamp.seeingUpTo(life, place),
                    kind,
                    Stamp.seeingUpTo(updated, place),
                    Stamp.seeingUpTo(unread, place),
                    noted,
                    isUnseen);
        }

        /// The last that was done to the record, whatever it was.
        public @Nullable Stamp last() {
            Stamp last = Stamp.later(Stamp.later(life, updated), unread);
            for (Stamp field : fields) {
                last = Stamp.later(last, field);
            }
            return last;
        }
    }

    /// @param peer the terms of what is written into the other system
    /// @param isWanted whether the records of a transaction are to be replayed
    public Touches(Mappings toPeer, TargetTerms peer, Predicate<Origin> isWanted) {
        this.toPeer = toPeer;
        this.peer = peer;
        this.isWanted = isWanted;
    }

    public synchronized void add(LogEntry.Transaction transaction) {
        Origin origin = transaction.origin();
        boolean isToDo = isWanted.test(origin);
        Stamp stamp = Stamp.of(origin);
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
    public synchronized void add(LogEntry.Marker marker) {
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
    public synchronized boolean isWritten(RecordKey key, int field) {
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

    public synchronized Optional<Touch> of(RecordKey key) {
        return Optional.ofNullable(touched.get(key));
    }

    /// All that were touched.
    synchronized Map<RecordKey, Touch> all() {
        return Map.copyOf(touched);
    }

    /// The records that are to be replayed, by entity.
    public synchronized Map<String, Set<Key>> wanted() {
        Map<String, Set<Key>> copy = new LinkedHashMap<>();
        wanted.forEach((entity, keys) -> copy.put(entity, new LinkedHashSet<>(keys)));
        return copy;
    }

    /// The entities whose table was truncated meanwhile: their records are not told.
    public synchronized Set<String> truncated() {
        return Set.copyOf(truncated);
    }
}
