package dev.duet.deploy.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What came of the comparison of one entity, counted. One thread.
final class Tally {
    private final String entity;
    private final Likeness likeness;
    private final Completeness completeness;
    private final int listedMost;
    private final Map<Difference.Kind, Long> byKind = new EnumMap<>(Difference.Kind.class);
    private final Map<Reason.Code, Long> byReason = new EnumMap<>(Reason.Code.class);
    private final List<Difference> listed = new ArrayList<>();
    private long first;
    private long second;
    private long changing;
    private long equal;
    private long keptInFirst;
    private long keptInSecond;
    private Duration took = Duration.ZERO;

    /// @param listedMost how many differences are kept to be shown
    Tally(Likeness likeness, int listedMost) {
        this.entity = likeness.canonical().entity();
        this.likeness = likeness;
        this.completeness = new Completeness(likeness.canonical());
        this.listedMost = listedMost;
    }

    String entity() {
        return entity;
    }

    /// One more was looked at, if it is a record.
    void looked(boolean inFirst, Sight sight) {
        completeness.read(inFirst, sight);
        if (sight.isRecord() && inFirst) {
            first++;
        } else if (sight.isRecord()) {
            second++;
        }
    }

    /// Both sides' records are alike; one may keep values of its own.
    void alike(Sight one, Sight two) {
        equal += one.isRecord() || two.isRecord() ? 1 : 0;
        keptInFirst += likeness.keeps(likeness.kept().inFirst(), one, two) ? 1 : 0;
        keptInSecond += likeness.keeps(likeness.kept().inSecond(), one, two) ? 1 : 0;
    }

    /// Whether one more would be shown.
    boolean wantsMore() {
        return listed.size() < listedMost;
    }

    void add(Difference difference) {
        byKind.merge(difference.kind(), 1L, Long::sum);
        byReason.merge(difference.reason().code(), 1L, Long::sum);
        if (wantsMore()) {
            listed.add(difference);
        }
    }

    /// A record kept changing: nobody can say.
    void addChanging() {
        changing++;
    }

    void took(Duration time) {
        took = time;
    }

    Duration took() {
        return took;
    }

    long first() {
        return first;
    }

    long second() {
        return second;
    }

    /// The records that were found alike.
    long equal() {
        return equal;
    }

    long changing() {
        return changing;
    }

    /// The records in which the first side keeps a value of its own in a field of the other's.
    long keptInFirst() {
        return keptInFirst;
    }

    long keptInSecond() {
        return keptInSecond;
    }

    Completeness completeness() {
        return completeness;
    }

    long of(Difference.Kind kind) {
        return byKind.getOrDefault(kind, 0L);
    }

    long of(Reason.Code code) {
        return byReason.getOrDefault(code, 0L);
    }

    long differences() {
        return byKind.values().stream().mapToLong(Long::longValue).sum();
    }

    List<Difference> listed() {
        return List.copyOf(listed);
    }

    /// Records read on both sides in a second, re-checks included.
    long rowsPerSecond() {
        long millis = Math.max(1, took.toMillis());
        return (first + second) * 1_000 / millis;
    }
}
