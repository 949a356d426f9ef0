package dev.duet.apply.conflict;

import dev.duet.apply.conflict.Simulation.Violation;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Key;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// A core that follows every record one by one, beside one that has large transactions. Both are
/// told the same, and must know the same and plan the same.
///
/// A record may be forgotten by one of them earlier than by the other; then less is known of it.
final class Twin {
    private final Setup setup;
    private final EntityRules rules;
    private final Map<Side, TargetTransaction> planned = new EnumMap<>(Side.class);
    private @Nullable ConflictCore core;

    /// How many records were compared that are below a large transaction.
    static long compared;

    Twin(Setup setup) {
        this.setup = setup;
        this.rules = setup.rules();
    }

    void start(Durable durable) {
        planned.clear();
        core = new ConflictCore(List.of(rules), durable);
    }

    void overtaken(TargetTransaction transaction, Checkpoint stored) {
        planned.computeIfPresent(transaction.target(), (_, mine) -> core().overtaken(mine, stored));
    }

    private ConflictCore core() {
        return Objects.requireNonNull(core);
    }

    void read(ConflictCore other, Side side, LogEntry entry) {
        core().read(side, entry);
        for (long id = 0; id <= setup.keys(); id++) {
            RecordKey key = new RecordKey(rules.entity(), Key.of(id));
            for (Side each : Side.values()) {
                TrackedRecord mine = core().known(each, key);
                TrackedRecord theirs = other.known(each, key);
                if (mine != null && theirs != null) {
                    compare(mine, theirs);
                    compared += other.state(each).records.containsKey(key) ? 0 : 1;
                }
            }
        }
    }

    private void compare(TrackedRecord mine, TrackedRecord theirs) {
        require(
                mine.image.equals(theirs.image)
                        || mine.image.equals(Image.UNKNOWN)
                        || theirs.image.equals(Image.UNKNOWN),
                "image of " + mine.key);
        Shadow.Presence presence = mine.shadow.presence();
        require(
                presence == theirs.shadow.presence()
                        || presence == Shadow.Presence.UNKNOWN
                        || theirs.shadow.presence() == Shadow.Presence.UNKNOWN,
                "presence of " + mine.key);
        for (int i = rules.keySize(); i < rules.size(); i++) {
            require(
                    !mine.shadow.knows(i)
                            || !theirs.shadow.knows(i)
                            || Objects.equals(mine.shadow.get(i), theirs.shadow.get(i)),
                    "field " + i + " of " + mine.key);
        }
    }

    void plan(
            @Nullable TargetTransaction other,
            Function<ConflictCore, @Nullable TargetTransaction> again) {
        TargetTransaction mine = again.apply(core());
        require((mine == null) == (other == null), "one plans, the other does not");
        if (mine != null && other != null) {
            planned.put(mine.target(), mine);
            require(mine.checkpoint().equals(other.checkpoint()), "checkpoint");
            require(
                    new HashSet<>(mine.carried().reviews())
                            .equals(new HashSet<>(other.carried().reviews())),
                    "reviews " + mine.carried().reviews() + " and " + other.carried().reviews());
            require(
                    new HashSet<>(mine.rulings()).equals(new HashSet<>(other.rulings())),
                    "rulings " + mine.rulings() + " and " + other.rulings());
            Map<RecordKey, Written> expected = new HashMap<>();
            mine.writes().forEach(write -> expected.put(write.key(), written(write)));
            Map<RecordKey, Written> found = new HashMap<>();
            BulkRows large = other.carried().large();
            if (large == null) {
                other.writes().forEach(write -> found.put(write.key(), written(write)));
            } else {
                large.forEach(row -> add(row, found));
            }
            require(expected.equals(found), "writes " + expected + " and " + found);
        }
    }

    void hold(Side target, RecordKey key) {
        core().hold(Objects.requireNonNull(planned.get(target)), key);
    }

    void committed(TargetTransaction transaction) {
        core().committed(Objects.requireNonNull(planned.remove(transaction.target())));
    }

    /// @param row of an insert
    /// @param fields of an update, the new value or the difference
    private record Written(String what, @Nullable Row row, Map<Integer, @Nullable Object> fields) {}

    private static Written written(RowWrite write) {
        return switch (write) {
            case RowWrite.Insert insert -> new Written("insert", insert.row(), Map.of());
            case RowWrite.Delete delete -> new Written("delete", null, Map.of());
            case RowWrite.Update update -> {
                Map<Integer, @Nullable Object> fields = new HashMap<>();
                for (RowWrite.FieldWrite field : update.fields()) {
                    switch (field) {
                        case RowWrite.Set set -> fields.put(set.column(), set.to());
                        case RowWrite.Add add -> fields.put(add.column(), add.difference());
                    }
                }
                yield new Written("update", null, fields);
            }
        };
    }

    private void add(BulkRow row, Map<RecordKey, Written> into) {
        switch (row) {
            case BulkRow.Decided decided ->
                    require(
                            into.put(decided.write().key(), written(decided.write())) == null,
                            "written twice");
            case BulkRow.AsItCame plain -> {
                for (NetChange change : Netting.net(List.of(plain.change()))) {
                    require(into.put(change.key(), asItCame(change)) == null, "written twice");
                }
            }
        }
    }

    private Written asItCame(NetChange change) {
        return switch (change) {
            case NetChange.Inserted insert -> new Written("insert", insert.after(), Map.of());
            case NetChange.Deleted delete -> new Written("delete", null, Map.of());
            case NetChange.Released released -> throw new IllegalStateException();
            case NetChange.Updated update -> {
                Map<Integer, @Nullable Object> fields = new HashMap<>();
                update.touched().stream().forEach(i -> fields.put(i, update.after().get(i)));
                yield new Written("update", null, fields);
            }
        };
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new Violation("differs from its twin", what);
        }
    }
}
