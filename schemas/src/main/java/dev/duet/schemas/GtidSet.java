package dev.duet.schemas;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An immutable set of MySQL GTIDs, tagged ones included: `uuid:1-5:9,uuid2:tag:1-3`.
public final class GtidSet {
    public static final GtidSet EMPTY = new GtidSet(new TreeMap<>());

    /// One closed interval of transaction numbers.
    private record Interval(long first, long last) {}

    /// By source: `uuid` or `uuid:tag`; the intervals ascend and never touch.
    private final Map<String, List<Interval>> bySource;

    private GtidSet(TreeMap<String, List<Interval>> bySource) {
        this.bySource = Collections.unmodifiableMap(bySource);
    }

    /// Reads MySQL's own form; white space and line breaks are ignored.
    ///
    /// @throws IllegalArgumentException when it is not a GTID set
    public static GtidSet parse(String text) {
        TreeMap<String, List<Interval>> sources = new TreeMap<>();
        for (String part : text.replaceAll("\\s", "").split(",")) {
            if (part.isEmpty()) {
                continue;
            }
            String[] pieces = part.split(":");
            String uuid = pieces[0].toLowerCase(java.util.Locale.ROOT);
            String source = uuid;
            for (int i = 1; i < pieces.length; i++) {
                if (!Character.isDigit(pieces[i].charAt(0))) {
                    source = uuid + ":" + pieces[i];
                    continue;
                }
                int dash = pieces[i].indexOf('-');
                long first = Long.parseLong(dash < 0 ? pieces[i] : pieces[i].substring(0, dash));
                long last = dash < 0 ? first : Long.parseLong(pieces[i].substring(dash + 1));
                if (first < 1 || last < first) {
                    throw new IllegalArgumentException("not a GTID interval: '" + pieces[i] + "'");
                }
                sources.merge(source, List.of(new Interval(first, last)), GtidSet::union);
            }
            if (pieces.length < 2) {
                throw new IllegalArgumentException(
                        "not a GTID set: '" + part + "' (expected uuid:1-5)");
            }
        }
        return new GtidSet(sources);
    }

    /// This set and one more GTID, `uuid:5` or `uuid:tag:5`.
    public GtidSet with(String gtid) {
        int colon = gtid.lastIndexOf(':');
        long number = Long.parseLong(gtid.substring(colon + 1));
        TreeMap<String, List<Interval>> sources = new TreeMap<>(bySource);
        sources.merge(
                gtid.substring(0, colon), List.of(new Interval(number, number)), GtidSet::union);
        return new GtidSet(sources);
    }

    public GtidSet with(GtidSet other) {
        TreeMap<String, List<Interval>> sources = new TreeMap<>(bySource);
        other.bySource.forEach(
                (source, intervals) -> sources.merge(source, intervals, GtidSet::union));
        return new GtidSet(sources);
    }

    /// Whether every GTID of `other` is in this set.
    public boolean contains(GtidSet other) {
        return other.bySource.entrySet().stream()
                .allMatch(
                        entry ->
                                entry.getValue().stream()
                                        .allMatch(
                                                wanted ->
                                                        bySource
                                                                .getOrDefault(
                                                                        entry.getKey(), List.of())
                                                                .stream()
                                                                .anyMatch(
                                                                        held ->
                                                                                held.first
                                                                                                <= wanted.first
                                                                                        && wanted.last
                                                                                                <= held.last)));
    }

    /// The GTIDs of this set that are not in `other`.
    public GtidSet minus(GtidSet other) {
        TreeMap<String, List<Interval>> left = new TreeMap<>();
        bySource.forEach(
                (source, intervals) -> {
                    List<Interval> rest =
                            subtract(intervals, other.bySource.getOrDefault(source, List.of()));
                    if (!rest.isEmpty()) {
                        left.put(source, rest);
                    }
                });
        return new GtidSet(left);
    }

    public boolean isEmpty() {
        return bySource.isEmpty();
    }

    /// How many transactions the set holds.
    public long count() {
        long count = 0;
        for (List<Interval> intervals : bySource.values()) {
            for (Interval interval : intervals) {
                count += interval.last - interval.first + 1;
            }
        }
        return count;
    }

    private static List<Interval> union(List<Interval> left, List<Interval> right) {
        List<Interval> all = new ArrayList<>(left);
        all.addAll(right);
        all.sort(java.util.Comparator.comparingLong(Interval::first));
        List<Interval> merged = new ArrayList<>(all.size());
        for (Interval next : all) {
            Interval end = merged.isEmpty() ? null : merged.getLast();
            if (end != null && next.first <= end.last + 1) {
                merged.set(
                        merged.size() - 1, new Interval(end.first, Math.max(end.last, next.last)));
            } else {
                merged.add(next);
            }
        }
        return List.copyOf(merged);
    }

    private static List<Interval> subtract(List<Interval> from, List<Interval> taken) {
        List<Interval> rest = from;
        for (Interval hole : taken) {
            List<Interval> next = new ArrayList<>();
            for (Interval interval : rest) {
                if (hole.last < interval.first || interval.last < hole.first) {
                    next.add(interval);
                    continue;
                }
                if (interval.first < hole.first) {
                    next.add(new Interval(interval.first, hole.first - 1));
                }
                if (hole.last < interval.last) {
                    next.add(new Interval(hole.last + 1, interval.last));
                }
            }
            rest = next;
        }
        return List.copyOf(rest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GtidSet set && bySource.equals(set.bySource);
    }

    @Override
    public int hashCode() {
        return bySource.hashCode();
    }

    /// MySQL's own form, which it reads again.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        bySource.forEach(
                (source, intervals) -> {
                    text.append(text.isEmpty() ? "" : ",").append(source);
                    for (Interval interval : intervals) {
                        text.append(':').append(interval.first);
                        if (interval.last > interval.first) {
                            text.append('-').append(interval.last);
                        }
                    }
                });
        return text.toString();
    }
}
