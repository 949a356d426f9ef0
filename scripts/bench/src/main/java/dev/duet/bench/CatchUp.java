package dev.duet.bench;

import dev.duet.schemas.Position;
import dev.duet.schemas.config.Settings;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How fast a backlog is caught up with, beside what Debezium alone reads and JDBC alone writes of
/// the same rows.
final class CatchUp {
    private final Testbed testbed;
    private final Ids ids;
    private final Console console;
    private final Readings readings;
    private final RawWrites raw;
    private final Backlog backlog;
    private final Rows rows;
    private final List<Timing> timings = new ArrayList<>();

    /// The rows that this round's inserts left on both sides; the updates take them.
    private final Map<Way, Integer> inserted = new EnumMap<>(Way.class);

    CatchUp(Testbed testbed, Ids ids, Console console) {
        this.testbed = testbed;
        this.ids = ids;
        this.console = console;
        this.readings = new Readings(testbed);
        this.raw = new RawWrites(testbed);
        this.backlog = new Backlog(testbed);
        this.rows = new Rows(testbed);
    }

    List<Timing> timings() {
        return timings;
    }

    /// The most frequent variant once, so that the JVM has compiled what is timed. Does not count.
    void warmUp(int count) throws SQLException, InterruptedException {
        for (Way way : Way.values()) {
            oneWay(0, way, Variant.INSERTS_BY_100, count);
            raw(0, way, Variant.INSERTS_BY_100, count);
        }
        timings.clear();
    }

    /// Every step of every variant once.
    ///
    /// @param planned rows of a backlog
    void round(int round, int planned) throws SQLException, InterruptedException {
        for (Variant variant : Variant.values()) {
            for (Way way : Way.values()) {
                console.step(round, way, variant, "JDBC alone");
                raw(round, way, variant, variant.rows(planned));
            }
        }
        readPastRaw();
        for (Variant variant : Variant.values()) {
            for (Way way : Way.values()) {
                oneWay(round, way, variant, variant.rows(planned));
            }
            if (variant == Variant.INSERTS_BY_100) {
                bothWays(round, variant, variant.rows(planned));
            }
        }
    }

    private void oneWay(int round, Way way, Variant variant, int count)
            throws SQLException, InterruptedException {
        int first = firstId(way, variant, count);
        console.step(round, way, variant, "the backlog is written");
        Position from = testbed.mark(way.source());
        // An update that changes nothing would not be counted, nor by MySQL even logged.
        int version = variant == Variant.UPDATES_BY_100 ? round + 1_000 : round;
        backlog.write(way.source(), variant, first, count, version);
        keep(Timing.of(Step.NOTHING, way, variant, round, nothing(first, count, round)));
        keep(
                Timing.of(
                        Step.DEBEZIUM,
                        way,
                        variant,
                        round,
                        readings.debeziumAlone(way.source(), from, count)));
        keep(
                Timing.of(
                        Step.CAPTURE,
                        way,
                        variant,
                        round,
                        readings.captureAlone(way.source(), from, count)));
        road(round, variant, Map.of(way, count), first);
    }

    private int firstId(Way way, Variant variant, int count) {
        if (variant == Variant.UPDATES_BY_100) {
            Integer first = inserted.get(way);
            if (first == null) {
                throw new IllegalStateException("the updates need the inserts before them");
            }
            return first;
        }
        int first = ids.take(count);
        if (variant == Variant.INSERTS_BY_100) {
            inserted.put(way, first);
        }
        return first;
    }

    private void raw(int round, Way way, Variant variant, int count) throws SQLException {
        Settings.Batch limits = testbed.config().settings().batch();
        int batch = variant.rowsPerTargetTransaction(limits.maxRows(), limits.maxTransactions());
        for (boolean marker : new boolean[] {false, true}) {
            raw.clear(way.target());
            if (variant == Variant.UPDATES_BY_100) {
                raw.write(way.target(), Variant.INSERTS_BY_100, 1, count, batch, -1, false);
            }
            Progress progress = raw.write(way.target(), variant, 1, count, batch, round, marker);
            Step step = marker ? Step.JDBC_MARKER : Step.JDBC;
            keep(Timing.of(step, way, variant, round, progress));
        }
    }

    /// What was written beside Duet stands in both logs; no catch-up that is timed shall have to
    /// skip it.
    private void readPastRaw() throws SQLException, InterruptedException {
        try (var duet = new DuetRun(testbed)) {
            duet.awaitReading();
            for (Way way : Way.values()) {
                rows.sendThrough(way, ids.take(1));
            }
        }
    }

    private void bothWays(int round, Variant variant, int count)
            throws SQLException, InterruptedException {
        int first = ids.take(2 * count);
        console.step(round, null, variant, "both backlogs are written");
        backlog.write(Testbed.POSTGRES, variant, first, count, round);
        backlog.write(Testbed.MYSQL, variant, first + count, count, round);
        road(round, variant, Map.of(Way.TO_MYSQL, count, Way.TO_POSTGRES, count), first);
    }

    private void road(int round, Variant variant, Map<Way, Integer> wanted, int first)
            throws SQLException, InterruptedException {
        Step step = wanted.size() == 1 ? Step.ROAD : Step.ROAD_BOTH;
        var heap = new HeapMeter();
        try (var duet = new DuetRun(testbed)) {
            DuetRun.Followed followed = duet.follow(wanted);
            long peak = heap.peakBytes();
            followed.progress()
                    .forEach(
                            (way, progress) ->
                                    keep(
                                            new Timing(
                                                    step,
                                                    way,
                                                    variant,
                                                    round,
                                                    progress.rows(),
                                                    progress.rowsPerSecond(),
                                                    progress.secondsInAll(),
                                                    peak,
                                                    followed.cpuMicrosPerRow())));
            for (Way way : wanted.keySet()) {
                rows.sendThrough(way.back(), ids.take(1));
            }
            rows.requireEqual(first);
        }
    }

    private static Progress nothing(int first, int count, int version) {
        var progress = new Progress();
        long letters = 0;
        for (int i = 0; i < count; i++) {
            letters += Item.of(first + i, version).code().length();
            if (i % 1_000 == 0 || i == count - 1) {
                progress.reached(i + 1);
            }
        }
        if (letters == 0) {
            throw new IllegalStateException("no rows were made");
        }
        return progress;
    }

    private void keep(Timing timing) {
        timings.add(timing);
        console.timing(timing);
    }
}
