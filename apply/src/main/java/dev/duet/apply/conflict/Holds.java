package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which records are held, on which side. One thread.
///
/// Both logs alone say where a hold ends, so that a restart comes to the same: on the side where it
/// was released at the release, on the other at the marker of that. Whatever the other side's
/// clients did before that marker is passed over like the rest, since they had not seen the release
/// and what they changed was not the released record.
final class Holds {
    private final Map<RecordKey, Held> held = new HashMap<>();

    /// What [#held] answers, until it changes.
    private final Map<Side, Set<RecordKey>> bySide = new EnumMap<>(Side.class);

    private record Held(Hold last, Set<Side> sides) {}

    /// As after a restart.
    ///
    /// A record is free again where reading begins behind the end of its hold. It is on both sides
    /// when reading begins behind the release itself: what comes before the marker on the other
    /// side lies before the stored clean position then (RESUME goes two rounds back), where the
    /// rows are the truth whatever is folded.
    Holds(Collection<Hold> holds, Collection<HoldEnd> ends, SideState a, SideState b) {
        for (Hold hold : holds) {
            List<HoldEnd> over = ends.stream().filter(hold::isEndedBy).toList();
            Set<Side> sides = EnumSet.noneOf(Side.class);
            for (SideState state : List.of(a, b)) {
                if (over.stream().noneMatch(end -> isPassed(end, state))) {
                    sides.add(state.side);
                }
            }
            boolean isOver =
                    !over.isEmpty()
                            && over.stream()
                                    .allMatch(end -> isPassed(end, end.side() == a.side ? a : b));
            if (!isOver && !sides.isEmpty()) {
                hold(hold, sides);
            }
        }
    }

    private static boolean isPassed(HoldEnd end, SideState state) {
        long to = end.side() == state.side ? state.began : state.seen();
        return to >= end.position();
    }

    private void hold(Hold hold, Set<Side> sides) {
        bySide.clear();
        held.merge(
                hold.key(),
                new Held(hold, sides),
                (one, two) -> {
                    Set<Side> both = EnumSet.copyOf(one.sides);
                    both.addAll(two.sides);
                    return new Held(later(one.last, two.last), both);
                });
    }

    private static Hold later(Hold one, Hold two) {
        return new Hold(
                one.key(), Math.max(one.readA(), two.readA()), Math.max(one.readB(), two.readB()));
    }

    boolean isHeld(Side side, RecordKey key) {
        Held hold = held.isEmpty() ? null : held.get(key);
        return hold != null && hold.sides.contains(side);
    }

    /// The same set as long as it is the same records.
    Set<RecordKey> held(Side side) {
        return bySide.computeIfAbsent(side, this::allHeld);
    }

    private Set<RecordKey> allHeld(Side side) {
        return held.entrySet().stream()
                .filter(entry -> entry.getValue().sides.contains(side))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    void begin(Hold hold) {
        hold(hold, EnumSet.allOf(Side.class));
    }

    /// A release was read in the log of its side.
    ///
    /// @return whether it ended a hold; otherwise it is a change like others
    boolean released(HoldEnd end) {
        Held hold = held.get(end.key());
        if (hold == null || !hold.sides.contains(end.side()) || !hold.last.isEndedBy(end)) {
            return false;
        }
        end(end.side(), end.key());
        return true;
    }

    /// The marker of a release was read, or the release itself.
    void end(Side side, RecordKey key) {
        @Nullable Held hold = held.get(key);
        if (hold != null) {
            bySide.clear();
            hold.sides.remove(side);
            if (hold.sides.isEmpty()) {
                held.remove(key);
            }
        }
    }
}
