package dev.duet.deploy.compare;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.deploy.quarantine.HeldEntry;
import dev.duet.schemas.Key;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells differences from what is in flight: looks at the candidates again and again, and lets the
/// sync come past both logs between two looks. One thread.
///
/// A record that both sides have alike at any look is none. One that was the same at some looks
/// running, the version of its row included where the database tells it, was not written all that
/// time, and everything about it was applied and audited: it differs. What goes on changing is left
/// undecided.
final class Recheck {
    /// Two are what the protocol needs (see [Fence]); one more for what a database shows before its
    /// log's end does.
    static final int STEADY_LOOKS = 3;

    /// A row may be written all the time though no mapped value of it changes.
    static final int MOST_LOOKS = 10;

    /// Candidates that are looked at together, so that a table full of them fits in memory.
    private static final int MOST_CANDIDATES = 50_000;

    private final Shelf first;
    private final Shelf second;
    private final Likeness likeness;
    private final Fence fence;
    private final Known known;
    private final Tally tally;
    private final Consumer<String> waiting;
    private final Unlike.Sink unlikes;
    private final Pace pace;
    private final Map<Key, Candidate> candidates = new LinkedHashMap<>();

    /// @param tally gets what differs
    /// @param waiting is told in words what is waited for
    /// @param unlikes gets the same with both rows
    /// @param pace of the looks
    record Into(Tally tally, Consumer<String> waiting, Unlike.Sink unlikes, Pace pace) {}

    Recheck(Shelf first, Shelf second, Likeness likeness, Fence fence, Known known, Into into) {
        this.first = first;
        this.second = second;
        this.likeness = likeness;
        this.fence = fence;
        this.known = known;
        this.tally = into.tally();
        this.waiting = into.waiting();
        this.unlikes = into.unlikes();
        this.pace = into.pace();
    }

    /// How often a record was the same in succession, at the last look.
    private record Candidate(String values, String version, int steady, int same) {
        static final Candidate NEW = new Candidate("", "", -1, -1);

        Candidate next(String nowValues, String nowVersion) {
            boolean isSame = same < 0 || values.equals(nowValues);
            boolean isSteady = steady < 0 || isSame && version.equals(nowVersion);
            return new Candidate(
                    nowValues, nowVersion, isSteady ? steady + 1 : 0, isSame ? same + 1 : 0);
        }

        /// Whether it is certain though its row is written all the time.
        boolean isRestless() {
            return steady < STEADY_LOOKS && same >= MOST_LOOKS;
        }

        /// Whether it is now as it was at the last look.
        boolean isStill(String nowValues, String nowVersion) {
            return values.equals(nowValues) && (version.equals(nowVersion) || isRestless());
        }

        boolean isCertain() {
            return steady >= STEADY_LOOKS || same >= MOST_LOOKS;
        }
    }

    /// Both sides' sights of one record.
    private record Pair(Seen first, Seen second) {
        String version() {
            return first.version() + "/" + second.version();
        }

        /// The same without versions.
        Pair unversioned() {
            return new Pair(
                    new Seen(first.key(), first.sight(), ""),
                    new Seen(second.key(), second.sight(), ""));
        }
    }

    void add(Key key) throws SQLException, InterruptedException {
        candidates.putIfAbsent(key, Candidate.NEW);
        if (candidates.size() >= MOST_CANDIDATES) {
            settle();
        }
    }

    /// Decides about all that were added.
    void settle() throws SQLException, InterruptedException {
        if (candidates.isEmpty()) {
            return;
        }
        look(candidates.keySet());
        Map<RecordKey, HeldEntry> held = known.held();
        Optional<String> obstacle = Optional.empty();
        for (int looks = 1; looks <= MOST_LOOKS && obstacle.isEmpty(); looks++) {
            List<Key> open = open(held);
            if (open.isEmpty()) {
                break;
            }
            waiting.accept(
                    "%s: %d to look at again; the sync is to come past what is in flight"
                            .formatted(tally.entity(), open.size()));
            obstacle = fence.pass();
            if (obstacle.isEmpty()) {
                look(open);
            }
        }
        conclude(obstacle);
    }

    private List<Key> open(Map<RecordKey, HeldEntry> held) {
        return candidates.entrySet().stream()
                .filter(it -> !it.getValue().isCertain())
                .map(Map.Entry::getKey)
                .filter(key -> !held.containsKey(record(key)))
                .toList();
    }

    /// Looks at some, and forgets those that are alike.
    private void look(Collection<Key> keys) throws SQLException, InterruptedException {
        for (List<Key> some : parts(keys)) {
            pace.read(2 * some.size());
            pairs(some)
                    .forEach(
                            (key, pair) -> {
                                Sight one = pair.first.sight();
                                Sight two = pair.second.sight();
                                if (likeness.alike(one, two)) {
                                    tally.alike(one, two);
                                    candidates.remove(key);
                                } else {
                                    candidates.computeIfPresent(
                                            key,
                                            (_, candidate) ->
                                                    candidate.next(print(pair), pair.version()));
                                }
                            });
        }
    }

    /// Records what is left, as it is now.
    private void conclude(Optional<String> obstacle) throws SQLException, InterruptedException {
        Map<RecordKey, HeldEntry> held = known.held();
        for (List<Key> some : parts(candidates.keySet())) {
            pace.read(2 * some.size());
            for (Map.Entry<Key, Pair> it : pairs(some).entrySet()) {
                Pair pair = it.getValue();
                Candidate candidate = candidates.getOrDefault(it.getKey(), Candidate.NEW);
                boolean certain = candidate.isCertain();
                HeldEntry entry = held.get(record(it.getKey()));
                if (likeness.alike(pair.first.sight(), pair.second.sight())) {
                    tally.alike(pair.first.sight(), pair.second.sight());
                    continue; // made equal meanwhile
                }
                if (entry != null) {
                    add(it.getKey(), pair, candidate, Known.reason(entry));
                } else if (certain || obstacle.isPresent()) {
                    Reason reason = reason(it.getKey(), pair, certain, obstacle);
                    add(it.getKey(), pair, candidate, reason);
                } else {
                    tally.addChanging();
                    unlikes.changing(it.getKey());
                }
            }
        }
        candidates.clear();
    }

    private String print(Pair pair) {
        return likeness.print(pair.first.sight()) + likeness.print(pair.second.sight());
    }

    private void add(Key key, Pair pair, Candidate candidate, Reason reason) throws SQLException {
        Pair seen = candidate.isRestless() ? pair.unversioned() : pair;
        unlikes.unlike(
                new Unlike(
                        likeness,
                        key,
                        seen.first,
                        seen.second,
                        reason,
                        candidate.isCertain(),
                        candidate.isStill(print(pair), pair.version())));
        Sight one = pair.first.sight();
        Sight two = pair.second.sight();
        tally.add(
                new Difference(
                        tally.entity(),
                        name(key),
                        Difference.kind(one, two),
                        tally.wantsMore() ? Difference.fields(likeness, one, two) : List.of(),
                        reason));
    }

    private Reason reason(Key key, Pair pair, boolean certain, Optional<String> obstacle)
            throws SQLException {
        for (Pair each : List.of(pair, new Pair(pair.second, pair.first))) {
            String system = each == pair ? first.system() : second.system();
            switch (each.first.sight()) {
                case Sight.Unreadable unreadable -> {
                    return new Reason(
                            Reason.Code.UNREADABLE, "in " + system + ": " + unreadable.reason());
                }
                case Sight.Hidden _ -> {
                    return new Reason(
                            Reason.Code.FILTERED,
                            system
                                    + " has a row with this key that 'rows' or 'soft-delete' makes"
                                    + " none");
                }
                case Sight.Present _, Sight.Absent _ -> {}
            }
        }
        if (!certain && obstacle.isPresent()) {
            return new Reason(Reason.Code.NOT_APPLIED, "perhaps not carried over yet");
        }
        Optional<String> conflict =
                tally.wantsMore() ? known.conflict(record(key)) : Optional.empty();
        return conflict.map(words -> new Reason(Reason.Code.IN_CONFLICT, words))
                .orElseGet(() -> new Reason(Reason.Code.UNKNOWN, "no log says why"));
    }

    private Map<Key, Pair> pairs(List<Key> keys) throws SQLException {
        Map<Key, Seen> here = first.find(keys);
        Map<Key, Seen> there = second.find(keys);
        Map<Key, Pair> pairs = new LinkedHashMap<>();
        for (Key key : keys) {
            pairs.put(
                    key,
                    new Pair(
                            here.getOrDefault(key, Seen.absent(key)),
                            there.getOrDefault(key, Seen.absent(key))));
        }
        return pairs;
    }

    /// In parts that fit in memory with their rows.
    private List<List<Key>> parts(Collection<Key> keys) {
        List<Key> all = List.copyOf(keys);
        int size = first.fitting();
        List<List<Key>> parts = new ArrayList<>();
        for (int i = 0; i < all.size(); i += size) {
            parts.add(all.subList(i, Math.min(all.size(), i + size)));
        }
        return parts;
    }

    private RecordKey record(Key key) {
        return new RecordKey(tally.entity(), key);
    }

    private String name(Key key) {
        return likeness.name(key);
    }
}
