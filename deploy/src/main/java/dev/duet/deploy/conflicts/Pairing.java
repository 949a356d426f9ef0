package dev.duet.deploy.conflicts;

import dev.duet.apply.store.ConflictHistory.Action;
import dev.duet.apply.store.RecordedConflict;
import dev.duet.deploy.conflicts.Conflict.Located;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the entries of both databases that are about the same two changes. Pure.
final class Pairing {
    /// What two such entries have in common.
    private record Changes(String entity, String key, @Nullable String field, long one, long two) {
        static @Nullable Changes of(RecordedConflict entry) {
            RecordedConflict.Met met = entry.target();
            return met == null
                    ? null
                    : new Changes(
                            entry.entity(),
                            entry.key(),
                            entry.field(),
                            Math.min(entry.clock(), met.clock()),
                            Math.max(entry.clock(), met.clock()));
        }
    }

    private Pairing() {}

    /// The conflicts, newest first.
    ///
    /// @param first of the system listed first, which gives a pair its name
    /// @param actions of both databases
    static List<Conflict> of(List<Located> first, List<Located> second, List<Action> actions) {
        Map<Changes, List<Located>> byChanges = new HashMap<>();
        for (Located located : second) {
            Changes changes = Changes.of(located.entry());
            if (changes != null) {
                byChanges.computeIfAbsent(changes, _ -> new ArrayList<>()).add(located);
            }
        }
        Set<Located> paired = new HashSet<>();
        List<Conflict> conflicts = new ArrayList<>();
        for (Located located : first) {
            Located twin = null;
            Changes changes = Changes.of(located.entry());
            for (Located other : byChanges.getOrDefault(changes, List.of())) {
                if (located.entry().isSameAs(other.entry()) && paired.add(other)) {
                    twin = other;
                    break;
                }
            }
            conflicts.add(conflict(located, twin, actions));
        }
        for (Located located : second) {
            if (!paired.contains(located)) {
                conflicts.add(conflict(located, null, actions));
            }
        }
        conflicts.sort(
                Comparator.comparing((Conflict it) -> it.entry().decidedAt())
                        .thenComparing(it -> it.entry().id())
                        .reversed());
        return conflicts;
    }

    /// What was done is noted for both entries, or for the one that was there then.
    private static Conflict conflict(Located main, @Nullable Located twin, List<Action> actions) {
        List<Action> about = about(main, actions);
        return new Conflict(
                main, twin, about.isEmpty() && twin != null ? about(twin, actions) : about);
    }

    private static List<Action> about(Located entry, List<Action> actions) {
        return actions.stream()
                .filter(entry::isMeantBy)
                .sorted(
                        Comparator.comparing(
                                Action::at, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }
}
