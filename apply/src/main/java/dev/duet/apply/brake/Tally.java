package dev.duet.apply.brake;

import dev.duet.apply.conflict.BulkRow;
import dev.duet.apply.conflict.BulkRows;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.Ruling;
import dev.duet.apply.conflict.TargetTransaction;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What a target transaction is about to do, as far as brakes count it. Immutable.
///
/// Repairs are nobody's change and count for nothing; what the target deletes of itself, by a
/// cascade, is not among what is written.
///
/// @param changes the source's changes that it stands for
/// @param deletes how many deletes are to be written, by entity
/// @param conflicts records whose change met one that it had not seen, by entity
public record Tally(long changes, Map<String, Long> deletes, Map<String, Long> conflicts) {
    public static final Tally NOTHING = new Tally(0, Map.of(), Map.of());

    public Tally {
        deletes = Map.copyOf(deletes);
        conflicts = Map.copyOf(conflicts);
    }

    /// @param sources the source's own changes that it stands for
    public static Tally of(TargetTransaction plan, Collection<Changes> sources) {
        return switch (plan.kind()) {
            case REPAIR, HEARTBEAT -> NOTHING;
            case APPLY -> {
                BulkRows large = plan.carried().large();
                yield new Tally(
                        count(sources),
                        large == null ? deletes(plan, sources) : deletes(plan, large, sources),
                        conflicts(plan));
            }
        };
    }

    private static long count(Collection<Changes> sources) {
        return sources.stream().mapToLong(Changes::count).sum();
    }

    /// Of changes that are written as they are, without the core.
    public static Tally asTheyAre(Collection<Changes> sources) {
        Map<String, Long> deletes = new HashMap<>();
        for (Changes all : sources) {
            for (Change change : all) {
                if (change instanceof Change.Delete delete) {
                    deletes.merge(delete.shape().entity(), 1L, Long::sum);
                }
            }
        }
        return new Tally(count(sources), deletes, Map.of());
    }

    private static Map<String, Long> deletes(TargetTransaction plan, Collection<Changes> sources) {
        Map<String, Long> deletes = new HashMap<>();
        for (RowWrite write : plan.writes()) {
            if (write instanceof RowWrite.Delete) {
                deletes.merge(write.key().entity(), 1L, Long::sum);
            }
        }
        if (!deletes.isEmpty()) {
            withoutKeyChanges(deletes, sources);
        }
        return deletes;
    }

    /// A record that gets another key is deleted under the old one: nobody deleted it.
    private static void withoutKeyChanges(Map<String, Long> deletes, Collection<Changes> sources) {
        for (Changes all : sources) {
            for (Change change : all) {
                if (change instanceof Change.KeyChange) {
                    deletes.computeIfPresent(
                            change.shape().entity(), (entity, count) -> Math.max(0, count - 1));
                }
            }
        }
    }

    /// Its rows are read once more only where there is something to count.
    private static Map<String, Long> deletes(
            TargetTransaction plan, BulkRows large, Collection<Changes> sources) {
        Map<String, Long> deletes = new HashMap<>();
        if (sources.stream().anyMatch(all -> all.deletes() > 0)
                || plan.writes().stream().anyMatch(RowWrite.Delete.class::isInstance)) {
            for (BulkRow row : large) {
                switch (row) {
                    case BulkRow.AsItCame came -> {
                        if (came.change() instanceof Change.Delete delete) {
                            deletes.merge(delete.shape().entity(), 1L, Long::sum);
                        }
                    }
                    case BulkRow.Decided decided -> {
                        if (decided.write() instanceof RowWrite.Delete delete) {
                            deletes.merge(delete.key().entity(), 1L, Long::sum);
                        }
                    }
                }
            }
        }
        return deletes;
    }

    private static Map<String, Long> conflicts(TargetTransaction plan) {
        return plan.rulings().stream()
                .filter(ruling -> !FieldRule.Owner.isIn(ruling.rule())) // nothing was met
                .map(Ruling::key)
                .distinct()
                .collect(Collectors.groupingBy(key -> key.entity(), Collectors.counting()));
    }
}
