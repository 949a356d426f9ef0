package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.TriggerRule;
import dev.duet.apply.conflict.rules.Values;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Change;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Key;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Manifest;
import dev.duet.schemas.Release;
import dev.duet.schemas.Row;
import dev.duet.schemas.Sighting;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// One database: rows, a checkpoint row, and a log of whole transactions. What it holds survives
/// any crash.
final class ModelDatabase {
    private final Side side;
    private final EntityRules rules;
    private final ModelParts parts;
    private final @Nullable ModelTrigger trigger;
    private final Map<Long, Row> rows = new TreeMap<>();
    private final List<LogLine> log = new ArrayList<>();
    private final Set<String> rulings = new HashSet<>();
    private final Set<Ruling> recorded = new LinkedHashSet<>();
    private Checkpoint checkpoint;
    private long lastTime;

    ModelDatabase(Side side, EntityRules rules) {
        this(side, rules, null);
    }

    /// @param trigger that fires for all that is written, or null
    ModelDatabase(Side side, EntityRules rules, @Nullable ModelTrigger trigger) {
        this.trigger = trigger;
        this.side = side;
        this.rules = rules;
        this.parts = new ModelParts(side, rules);
        Anchor start = new Anchor(new Lsn(0), 0, null);
        this.checkpoint =
                new Checkpoint(
                        side.peer().name(),
                        start.position(),
                        0,
                        0,
                        start,
                        start,
                        start.position(),
                        start.position(),
                        "incarnation",
                        1);
    }

    /// The rows that are records.
    Map<Long, Row> rows() {
        Map<Long, Row> records = new TreeMap<>(rows);
        records.values().removeIf(row -> parts.record(row) == null);
        return records;
    }

    private @Nullable Row row(long key) {
        return parts.row(key, rows.get(key));
    }

    private @Nullable Row record(long key) {
        return parts.record(rows.get(key));
    }

    List<LogLine> log() {
        return log;
    }

    /// Whether the conflict of two changes was recorded here.
    boolean hasRuling(String pair) {
        return rulings.contains(pair);
    }

    /// The conflicts that were recorded here.
    Set<Ruling> recorded() {
        return recorded;
    }

    boolean hasApplied(long position) {
        return checkpoint.position().ordinal() >= position;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    /// A client's transaction. Nothing is logged when nothing happened.
    void client(long time, List<Step.RowStep> steps) {
        List<Change> changes = new ArrayList<>();
        for (Step.RowStep step : steps) {
            Row row = row(step.key());
            switch (step.action()) {
                case INSERT -> {
                    if (parts.record(row) == null) {
                        put(changes, step.key(), parts.inserted(step));
                    }
                }
                case UPDATE -> {
                    if (row != null) {
                        put(changes, step.key(), updated(row, step));
                    }
                }
                case DELETE -> put(changes, step.key(), null);
                case REPLACE -> {
                    put(changes, step.key(), null);
                    put(changes, step.key(), parts.inserted(step));
                }
                case AND_BACK -> {
                    if (row != null) {
                        put(changes, step.key(), updated(row, step));
                        put(changes, step.key(), row);
                    }
                }
                case MOVE -> {
                    if (parts.record(row) != null && record(step.key() + 1) == null) {
                        move(changes, row, step.key() + 1);
                    }
                }
                case UPSERT ->
                        put(
                                changes,
                                step.key(),
                                row == null ? parts.inserted(step) : updated(row, step));
            }
            changes.replaceAll(change -> step.ended(rules, change));
        }
        if (!changes.isEmpty()) {
            append(LogLine.client(next(), time, List.copyOf(changes), List.of()));
        }
    }

    /// A tool's transaction beside the sync, behind the checkpoint row: inserts what is absent.
    void load(List<Row> records) {
        checkpoint = checkpoint.marked();
        List<Change> changes = new ArrayList<>();
        for (Row row : records) {
            long key = ModelGuards.id(row);
            if (record(key) == null) {
                put(changes, key, row);
            }
        }
        append(LogLine.tools(next(), lastTime, List.copyOf(changes), checkpoint));
    }

    void foreign(long time) {
        append(LogLine.client(next(), time, List.of(), List.of()));
    }

    /// @param after what people have decided
    /// @return its position
    long release(long time, RecordKey key, @Nullable Row after) {
        List<Change> changes = new ArrayList<>();
        long id = (Long) Objects.requireNonNull(key.key().get(0));
        put(changes, id, after);
        Release release = new Release(key.entity(), key.key(), record(id));
        append(LogLine.client(next(), time, List.copyOf(changes), List.of(release)));
        return next() - 2;
    }

    /// A counter is moved, any other field is set.
    private Row updated(Row row, Step.RowStep step) {
        @Nullable Object[] values = row.toArray();
        for (int i = 0; i < Setup.FIELDS; i++) {
            if ((step.mask() & (1 << i)) != 0) {
                values[i + 1] =
                        rules.isSum(i + 1)
                                ? Values.plus(values[i + 1], step.values()[i] - 1)
                                : parts.value(step.values()[i]);
            }
        }
        return Row.of(values);
    }

    private void move(List<Change> changes, Row row, long to) {
        @Nullable Object[] values = row.toArray();
        values[0] = to;
        Row moved = Row.of(values);
        rows.values().remove(row);
        rows.put(to, moved);
        changes.add(new Change.KeyChange(Setup.SHAPE, row, moved));
    }

    private void put(List<Change> changes, long key, @Nullable Row written) {
        Row after =
                written == null || trigger == null ? written : trigger.fire(rows.get(key), written);
        Row before = parts.record(after == null ? rows.remove(key) : rows.put(key, after));
        Row now = parts.record(after);
        if (now == null) {
            if (before != null) {
                changes.add(new Change.Delete(Setup.SHAPE, before));
            }
        } else if (before == null) {
            changes.add(new Change.Insert(Setup.SHAPE, now));
        } else if (!before.equals(now)) {
            changes.add(new Change.Update(Setup.SHAPE, before, now));
        }
        Row beside = after == null || trigger == null ? null : trigger.beside(key, after);
        if (beside != null) {
            put(changes, ModelTrigger.BESIDE, beside);
        }
    }

    private void append(LogLine line) {
        lastTime = line.time();
        log.add(line);
    }

    private long next() {
        return (log.size() + 1) * 2L;
    }

    /// How a transaction of Duet's is written.
    ///
    /// @param decidedAt how far this log had been read when it was planned
    /// @param asTheyCame the source's transactions, when the changes of plain records are written
    ///   as they are; else none
    /// @param refused records that the database refuses to write
    record Writing(
            boolean guarded,
            boolean marked,
            long decidedAt,
            List<LogLine> asTheyCame,
            Set<RecordKey> refused) {}

    /// Duet's transaction: the checkpoint row and the rows whose guards hold, or nothing.
    void execute(TargetTransaction transaction, Writing writing) {
        if (checkpoint.counter() + 1 != transaction.checkpoint().counter()) {
            throw new IllegalStateException("the checkpoint row has moved in " + side);
        }
        checkpoint = transaction.checkpoint();
        transaction.rulings().forEach(ruling -> rulings.add(ConflictName.of(ruling)));
        recorded.addAll(transaction.rulings());
        Map<Long, Row> found = new TreeMap<>(rows);
        List<Change> changes = write(transaction, writing);
        append(
                new LogLine(
                        next(),
                        lastTime,
                        List.copyOf(changes),
                        writing.marked ? checkpoint : null,
                        transaction.kind(),
                        List.of(),
                        manifest(transaction, writing, found),
                        writing.decidedAt));
    }

    /// What triggers did to what was written, and where a repair did not find what it expected.
    private Manifest manifest(
            TargetTransaction transaction, Writing writing, Map<Long, Row> found) {
        ModelDatabase still = new ModelDatabase(side, rules);
        still.rows.putAll(found);
        still.write(transaction, writing);
        boolean areSeen =
                rules.triggers() != TriggerRule.NOTICED
                        || transaction.kind() == TargetTransaction.Kind.REPAIR;
        Map<Key, Sighting> sightings = new LinkedHashMap<>();
        for (RowWrite write : transaction.writes()) {
            Key key = write.key().key();
            long id = (Long) Objects.requireNonNull(key.get(0));
            Row written = still.record(id);
            Row now = record(id);
            boolean isMissed =
                    transaction.kind() == TargetTransaction.Kind.REPAIR
                            && !ModelGuards.finds(write, parts.record(found.get(id)));
            if (!writing.refused.contains(write.key())
                    && (isMissed || (areSeen && !Objects.equals(written, now)))) {
                sightings.put(key, new Sighting(write.key().entity(), key, written, now));
            }
        }
        Set<Key> written = new HashSet<>();
        if (trigger != null && rules.triggers() != TriggerRule.NOTICED) {
            transaction.writes().forEach(write -> written.add(write.key().key()));
        }
        return new Manifest(
                written.isEmpty() ? Map.of() : Map.of(Setup.SHAPE.entity(), written),
                List.copyOf(sightings.values()));
    }

    private List<Change> write(TargetTransaction transaction, Writing writing) {
        List<Change> changes = new ArrayList<>();
        BulkRows large = transaction.carried().large();
        if (large != null) {
            large.forEach(row -> write(changes, row, writing));
        } else {
            Set<RecordKey> plain = transaction.carried().plain();
            for (LogLine line : writing.asTheyCame) {
                line.changes().forEach(change -> asItCame(changes, change, plain, writing.guarded));
            }
            for (RowWrite write : transaction.writes()) {
                boolean isDue = writing.asTheyCame.isEmpty() || !plain.contains(write.key());
                if (isDue && !writing.refused.contains(write.key())) {
                    write(changes, write, writing.guarded);
                }
            }
        }
        return changes;
    }

    private void write(List<Change> changes, BulkRow row, Writing writing) {
        List<RecordKey> keys = row.keys();
        if (keys.stream().anyMatch(writing.refused::contains)) {
            return;
        }
        switch (row) {
            case BulkRow.AsItCame plain ->
                    asItCame(changes, plain.change(), Set.copyOf(keys), writing.guarded);
            case BulkRow.Decided decided -> write(changes, decided.write(), writing.guarded);
        }
    }

    /// Writes a change of the source's, when it is of a plain record, where its before-image holds.
    private void asItCame(
            List<Change> changes, Change change, Set<RecordKey> plain, boolean guarded) {
        switch (change) {
            case Change.Insert insert -> {
                long key = ModelGuards.id(insert.after());
                if (plain.contains(key(key)) && (record(key) == null || !guarded)) {
                    put(changes, key, insert.after());
                }
            }
            case Change.Update update -> {
                long key = ModelGuards.id(update.before());
                Row row = row(key);
                if (row != null && plain.contains(key(key))) {
                    put(changes, key, ModelGuards.updated(row, update, guarded));
                }
            }
            case Change.Delete delete -> {
                long key = ModelGuards.id(delete.before());
                if (plain.contains(key(key))
                        && (ModelGuards.isAsBefore(rules, delete.before(), rows.get(key), null)
                                || !guarded)) {
                    put(changes, key, null);
                }
            }
            case Change.KeyChange move -> {
                long to = ModelGuards.id(move.after());
                Row row = rows.get(ModelGuards.id(move.before()));
                boolean isPlain = plain.contains(key(to));
                if (isPlain != plain.contains(key(ModelGuards.id(move.before())))) {
                    throw new IllegalStateException("half a key change");
                }
                if (isPlain
                        && row != null
                        && ModelGuards.isAsBefore(rules, move.before(), row, side)
                        && record(to) == null) {
                    move(changes, row, to);
                }
            }
            case Change.Truncate truncate -> throw new IllegalStateException();
        }
    }

    private static RecordKey key(long id) {
        return new RecordKey(Setup.SHAPE.entity(), Key.of(id));
    }

    private void write(List<Change> changes, RowWrite write, boolean guarded) {
        long key = (Long) Objects.requireNonNull(write.key().key().get(0));
        Row row = row(key);
        switch (write) {
            case RowWrite.Insert insert -> {
                if (parts.record(row) == null || !guarded) {
                    put(changes, key, insert.row());
                }
            }
            case RowWrite.Delete delete -> {
                if (parts.record(row) != null
                        && (!guarded
                                || ModelGuards.holds(row, delete.expected(), delete.guarded()))) {
                    put(changes, key, null);
                }
            }
            case RowWrite.Update update -> {
                if (row != null) {
                    put(changes, key, ModelGuards.updated(row, update, guarded));
                }
            }
        }
    }
}
