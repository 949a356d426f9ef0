package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Key;
import dev.duet.schemas.Release;
import dev.duet.schemas.Row;
import dev.duet.schemas.Sighting;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What both databases must hold in the end, from the two logs alone (PROTOCOL 5). Uses nothing of
/// the core but the names of the rules.
///
/// Presence and each field are `rule(last of A, last of B)`; a counter is all values and
/// differences that no later insert has wiped.
final class Oracle {
    private final EntityRules rules;
    private final ModelHolds holds;
    private static final Row NOTHING = Row.of();
    private final Map<Side, List<Fact>> facts = new EnumMap<>(Side.class);

    /// What is nothing for the other side.
    private final Map<Side, List<Fact>> alone = new EnumMap<>(Side.class);

    /// What one client's transaction did to one record.
    record Fact(
            Side side,
            long position,
            long clock,
            long seen,
            long key,
            @Nullable Row before,
            @Nullable Row after,
            boolean moved) {
        boolean isInsert() {
            return before == null;
        }

        boolean isDelete() {
            return after == null;
        }

        boolean isUpdate() {
            return before != null && after != null;
        }

        boolean touches(int column) {
            return after != null
                    && (before == null || !Objects.equals(before.get(column), after.get(column)));
        }

        long number(int column) {
            long to = (Long) Objects.requireNonNull(Objects.requireNonNull(after).get(column));
            return before == null ? to : to - (Long) Objects.requireNonNull(before.get(column));
        }

        boolean saw(Fact other) {
            return seen >= other.position;
        }
    }

    /// @param upToA how much of A's log counts
    Oracle(
            EntityRules rules,
            ModelHolds holds,
            List<LogLine> a,
            long upToA,
            List<LogLine> b,
            long upToB) {
        this.rules = rules;
        this.holds = holds;
        take(Side.A, facts(Side.A, a, upToA));
        take(Side.B, facts(Side.B, b, upToB));
        Withheld.enter(rules, a, b, this, facts);
        if (!(rules.presence() instanceof PresenceRule.Delete)) {
            for (Side side : Side.values()) {
                Objects.requireNonNull(facts.get(side)).replaceAll(this::isNew);
            }
        }
    }

    private void take(Side side, List<Fact> all) {
        alone.put(side, all.stream().filter(this::isForNobody).toList());
        all.removeIf(this::isForNobody);
        facts.put(side, all);
    }

    /// What a side's clients did to a record, be it anything for the other side or not.
    Stream<Fact> of(Side side, long key) {
        return Stream.concat(
                        Objects.requireNonNull(facts.get(side)).stream(),
                        Objects.requireNonNull(alone.get(side)).stream())
                .filter(fact -> fact.key == key);
    }

    /// The first change of a record that was released as gone inserts it, if it found a row or not.
    private Fact isNew(Fact fact) {
        HoldEnd release = holds.last(key(fact.key));
        if (release == null || release.side() != fact.side || !fact.isUpdate()) {
            return fact;
        }
        Fact before = last(fact.side, fact.key, other -> other.position < fact.position);
        boolean isFirst = before != null && before.position == release.position();
        boolean sawNone = last(fact.side.peer(), fact.key, fact::saw) == null;
        return isFirst && before.isDelete() && sawNone
                ? new Fact(
                        fact.side,
                        fact.position,
                        fact.clock,
                        fact.seen,
                        fact.key,
                        null,
                        fact.after,
                        false)
                : fact;
    }

    Oracle(EntityRules rules, ModelHolds holds, List<LogLine> a, List<LogLine> b) {
        this(rules, holds, a, Long.MAX_VALUE, b, Long.MAX_VALUE);
    }

    static RecordKey key(long key) {
        return new RecordKey(Setup.SHAPE.entity(), Key.of(key));
    }

    private List<Fact> facts(Side side, List<LogLine> log, long upTo) {
        List<Fact> result = new ArrayList<>();
        long clock = 0;
        long seen = 0;
        for (LogLine line : log) {
            if (line.position() > upTo) {
                break;
            }
            if (line.marker() != null) {
                clock = Math.max(clock, line.marker().clock());
                seen = line.marker().position().ordinal();
                if (!line.manifest().isEmpty()) {
                    clock = Math.max(line.time(), clock + 1);
                    effects(result, side, line, clock, seen);
                }
            } else if (!line.changes().isEmpty() || !line.releases().isEmpty()) {
                clock = Math.max(line.time(), clock + 1);
                net(result, side, line, clock, seen);
            }
        }
        Map<Long, Long> counts = new HashMap<>();
        result.removeIf(
                fact -> fact.position < counts.computeIfAbsent(fact.key, k -> from(side, log, k)));
        return result;
    }

    /// What triggers did in a transaction of Duet's is a change of that side, where it is carried.
    private void effects(List<Fact> result, Side side, LogLine line, long clock, long seen) {
        if (!rules.carriesBack()) {
            return;
        }
        NetImages images = NetImages.of(line.changes());
        images.rows
                .keySet()
                .removeIf(key -> !line.manifest().isBeside(Setup.SHAPE.entity(), Key.of(key)));
        for (Sighting sighting : line.manifest().sightings()) {
            images.rows.put(
                    (Long) sighting.key().get(0), new Row[] {sighting.written(), sighting.now()});
        }
        facts(result, images, side, line, clock, seen);
    }

    /// From where on a side's changes of a record count: from its last release, or its marker.
    private long from(Side side, List<LogLine> log, long key) {
        HoldEnd release = holds.last(key(key));
        return release == null ? 0 : ModelHolds.reaches(release, side, log);
    }

    private boolean isRelease(Side side, LogLine line, long key) {
        HoldEnd release = holds.last(key(key));
        return release != null && release.side() == side && release.position() == line.position();
    }

    private void net(List<Fact> result, Side side, LogLine line, long clock, long seen) {
        NetImages images = NetImages.of(line.changes());
        for (Release release : line.releases()) {
            Long key = (Long) Objects.requireNonNull(release.key().get(0));
            if (isRelease(side, line, key)) {
                images.rows.remove(key);
                result.add(
                        new Fact(
                                side,
                                line.position(),
                                clock,
                                seen,
                                key,
                                release.row() == null ? NOTHING : null,
                                release.row(),
                                false));
            }
        }
        facts(result, images, side, line, clock, seen);
    }

    private void facts(
            List<Fact> result, NetImages images, Side side, LogLine line, long clock, long seen) {
        images.rows.forEach(
                (key, found) -> {
                    @Nullable Row @Nullable [] told = Withheld.told(rules, side, found);
                    @Nullable Row[] image = told == null ? new Row[2] : told;
                    Fact fact =
                            new Fact(
                                    side,
                                    line.position(),
                                    clock,
                                    seen,
                                    key,
                                    image[0],
                                    image[1],
                                    images.moved.contains(key) && image[1] == null);
                    if (!Objects.equals(image[0], image[1])
                            && !Departures.stays(rules, side, key, images)) {
                        result.add(fact);
                    }
                });
    }

    /// An update that touches nothing but the other side's fields.
    private boolean isForNobody(Fact fact) {
        for (int i = 1; i <= Setup.FIELDS; i++) {
            if (!fact.isUpdate() || (fact.touches(i) && !isOwnedBy(i, fact.side.peer()))) {
                return false;
            }
        }
        return true;
    }

    private boolean isOwnedBy(int column, Side side) {
        return rules.rule(column) instanceof FieldRule.Owner owner && owner.side() == side;
    }

    private @Nullable Fact last(Side side, long key, Predicate<Fact> which) {
        Fact last = null;
        for (Fact fact : Objects.requireNonNull(facts.get(side))) {
            if (fact.key == key && which.test(fact)) {
                last = fact;
            }
        }
        return last;
    }

    boolean isPresent(long key) {
        return isPresent(key, fact -> true);
    }

    boolean isPresent(long key, Predicate<Fact> counts) {
        Predicate<Fact> life =
                fact ->
                        counts.test(fact)
                                && (!fact.isUpdate()
                                        || !(rules.presence() instanceof PresenceRule.Delete));
        Fact a = last(Side.A, key, life);
        Fact b = last(Side.B, key, life);
        if (a == null || b == null) {
            Fact only = a == null ? b : a;
            return only != null && !only.isDelete();
        }
        if (a.saw(b)) {
            return !a.isDelete();
        }
        if (b.saw(a)) {
            return !b.isDelete();
        }
        if (a.isDelete() == b.isDelete()) {
            return !a.isDelete();
        }
        return switch (rules.presence()) {
            case PresenceRule.Delete delete -> false;
            case PresenceRule.Update update -> true;
            case PresenceRule.Review review -> true;
            case PresenceRule.Latest latest -> !(a.clock >= b.clock ? a : b).isDelete();
            case PresenceRule.Prefer prefer -> !(prefer.side() == Side.A ? a : b).isDelete();
        };
    }

    /// The value of a field of a record that is present.
    @Nullable Object value(long key, int column) {
        FieldRule rule = rules.rule(column);
        if (rule instanceof FieldRule.Sum) {
            return sum(key, column);
        }
        if (rule instanceof FieldRule.Owner owner) {
            return owned(key, column, owner);
        }
        Fact a = last(Side.A, key, fact -> fact.touches(column));
        Fact b = last(Side.B, key, fact -> fact.touches(column));
        Fact winner;
        if (a == null || b == null) {
            winner = a == null ? b : a;
        } else if (a.saw(b) || b.saw(a)) {
            winner = a.saw(b) ? a : b;
        } else {
            winner = winner(rule, column, a, b);
        }
        return winner == null ? null : Objects.requireNonNull(winner.after).get(column);
    }

    /// Of the record of this number.
    Meetings meetings(long key) {
        return new Meetings(rules, key, (side, which) -> last(side, key, which));
    }

    static Fact winner(FieldRule rule, int column, Fact a, Fact b) {
        Fact later = a.clock >= b.clock ? a : b;
        return switch (rule) {
            case FieldRule.Latest latest -> later;
            case FieldRule.Review review -> later;
            case FieldRule.Prefer prefer -> prefer.side() == Side.A ? a : b;
            case FieldRule.Max max -> after(a, column) >= after(b, column) ? a : b;
            case FieldRule.Min min -> after(a, column) <= after(b, column) ? a : b;
            case FieldRule.Version version -> {
                long versionA = after(a, version.column());
                long versionB = after(b, version.column());
                yield versionA == versionB ? later : versionA > versionB ? a : b;
            }
            case FieldRule.Sum sum -> throw new IllegalStateException();
            case FieldRule.Owner owner -> throw new IllegalStateException();
        };
    }

    static long after(Fact fact, int column) {
        return (Long) Objects.requireNonNull(Objects.requireNonNull(fact.after).get(column));
    }

    private long sum(long key, int column) {
        long total = 0;
        for (Side side : Side.values()) {
            for (Fact fact : Objects.requireNonNull(facts.get(side))) {
                if (fact.key == key && fact.touches(column) && !isWiped(fact)) {
                    total += fact.number(column);
                }
            }
        }
        return total;
    }

    private boolean isWiped(Fact fact) {
        Fact own = last(fact.side, fact.key, Fact::isInsert);
        Fact peers = last(fact.side.peer(), fact.key, Fact::isInsert);
        return (own != null && own.position > fact.position) || (peers != null && peers.saw(fact));
    }

    /// What was released counts for both sides.
    private @Nullable Fact released(long key) {
        HoldEnd release = holds.last(key(key));
        return release == null
                ? null
                : last(release.side(), key, fact -> fact.position == release.position());
    }

    /// The owner's last value, unless the other side has inserted the record since, not over one
    /// that was being revived.
    private @Nullable Object owned(long key, int column, FieldRule.Owner owner) {
        Fact base = released(key);
        Fact own = last(owner.side(), key, fact -> !fact.isDelete());
        Fact last = own == null && base != null && !base.isDelete() ? base : own;
        Fact reset =
                last(
                        owner.side().peer(),
                        key,
                        fact ->
                                fact.isInsert()
                                        && fact != base
                                        && (last == null || fact.saw(last) || last == base)
                                        && !isOver(fact));
        return last == null || reset != null
                ? owner.initial()
                : Objects.requireNonNull(last.after).get(column);
    }

    /// Whether the record was alive for the side that inserted it, by all that this side knew then:
    /// with what it could not know, the answer would change after the fact.
    private boolean isOver(Fact insert) {
        return isPresent(
                insert.key,
                fact ->
                        fact.side == insert.side
                                ? fact.position < insert.position
                                : fact.position <= insert.seen);
    }
}
