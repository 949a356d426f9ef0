package dev.duet.bench;

import dev.duet.schemas.Position;

import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// How long one row takes when nothing else goes on: from its commit on the source until a query on
/// the target finds it.
///
/// Beside it what no sync can do without: a commit on the target, and Debezium's reading of the
/// log.
final class Latency {
    private static final int WARM_UP = 10;
    private static final int LEAST_PAUSE_MILLIS = 5;
    private static final int MORE_PAUSE_MILLIS = 25;
    private static final int READ_LIMIT_SECONDS = 60;

    private final Testbed testbed;
    private final Ids ids;
    private final Console console;
    private final int samples;
    private final Rows rows;
    private final Random random = new Random(7);
    private final List<Delays> delays = new ArrayList<>();

    /// @param samples of each kind in a round
    Latency(Testbed testbed, Ids ids, Console console, int samples) {
        this.testbed = testbed;
        this.ids = ids;
        this.console = console;
        this.samples = samples;
        this.rows = new Rows(testbed);
    }

    List<Delays> delays() {
        return delays;
    }

    /// Every kind in each way once.
    void round(int round) throws SQLException, InterruptedException {
        int first = ids.peek();
        for (Way way : Way.values()) {
            keep(Delays.of(Delays.Kind.NOTHING, way, round, nothing(way)));
            keep(Delays.of(Delays.Kind.DIRECT, way, round, direct(way)));
            keep(Delays.of(Delays.Kind.READING, way, round, reading(way)));
        }
        try (var duet = new DuetRun(testbed)) {
            duet.awaitReading();
            for (Way way : Way.values()) {
                rows.sendThrough(way, ids.take(1));
            }
            for (Way way : Way.values()) {
                keep(Delays.of(Delays.Kind.ROAD, way, round, road(way)));
                duet.requireAlive();
            }
            for (Way way : Way.values()) {
                rows.sendThrough(way, ids.take(1));
            }
            rows.requireEqual(first);
        }
    }

    private void keep(Delays each) {
        delays.add(each);
        console.delays(each);
    }

    /// A measurement of one sample in nanoseconds.
    @FunctionalInterface
    private interface Sample {
        long nanos(int id) throws SQLException, InterruptedException;
    }

    private long[] each(Sample sample) throws SQLException, InterruptedException {
        long[] nanos = new long[samples];
        for (int i = -WARM_UP; i < samples; i++) {
            Thread.sleep(LEAST_PAUSE_MILLIS + random.nextInt(MORE_PAUSE_MILLIS));
            long took = sample.nanos(ids.take(1));
            if (i >= 0) {
                nanos[i] = took;
            }
        }
        return nanos;
    }

    private long[] nothing(Way way) throws SQLException, InterruptedException {
        ItemTable table = Testbed.table(way.target()).unmapped();
        try (Connection target = testbed.open(way.target());
                PreparedStatement insert = target.prepareStatement(table.insert());
                PreparedStatement exists = target.prepareStatement(table.exists())) {
            int id = ids.take(1);
            write(target, insert, id);
            exists.setInt(1, id);
            return each(
                    _ -> {
                        long begin = System.nanoTime();
                        Rows.isThere(exists);
                        return System.nanoTime() - begin;
                    });
        }
    }

    private long[] direct(Way way) throws SQLException, InterruptedException {
        ItemTable table = Testbed.table(way.target()).unmapped();
        try (Connection target = testbed.open(way.target());
                PreparedStatement insert = target.prepareStatement(table.insert())) {
            return each(
                    id -> {
                        long begin = System.nanoTime();
                        write(target, insert, id);
                        return System.nanoTime() - begin;
                    });
        }
    }

    private long[] reading(Way way) throws SQLException, InterruptedException {
        Position from = testbed.mark(way.source());
        ItemTable table = Testbed.table(way.source());
        var ends = new LinkedBlockingQueue<Long>();
        try (var engine =
                        new BareEngine(
                                testbed,
                                way.source(),
                                from,
                                events ->
                                        events.forEach(
                                                event -> {
                                                    if (isEnd(event.record())) {
                                                        ends.add(System.nanoTime());
                                                    }
                                                }));
                Connection source = testbed.open(way.source());
                PreparedStatement insert = source.prepareStatement(table.insert())) {
            engine.awaitStarted();
            write(source, insert, ids.take(1));
            next(ends);
            return each(
                    id -> {
                        ends.clear();
                        write(source, insert, id);
                        long committed = System.nanoTime();
                        return Math.max(0, next(ends) - committed);
                    });
        }
    }

    private static long next(LinkedBlockingQueue<Long> ends) throws InterruptedException {
        Long end = ends.poll(READ_LIMIT_SECONDS, TimeUnit.SECONDS);
        if (end == null) {
            throw new BenchFailed(
                    "Debezium alone did not read a row within " + READ_LIMIT_SECONDS + " s");
        }
        return end;
    }

    private static boolean isEnd(SourceRecord record) {
        return record.topic().endsWith(".transaction")
                && record.value() instanceof Struct value
                && value.getString("status").equals("END");
    }

    private long[] road(Way way) throws SQLException, InterruptedException {
        ItemTable from = Testbed.table(way.source());
        ItemTable to = Testbed.table(way.target());
        try (Connection source = testbed.open(way.source());
                Connection target = testbed.open(way.target());
                PreparedStatement insert = source.prepareStatement(from.insert());
                PreparedStatement exists = target.prepareStatement(to.exists())) {
            return each(
                    id -> {
                        write(source, insert, id);
                        long committed = System.nanoTime();
                        Rows.awaitRow(exists, id);
                        return System.nanoTime() - committed;
                    });
        }
    }

    /// One row in a transaction of its own: an insert and its commit.
    private static void write(Connection connection, PreparedStatement insert, int id)
            throws SQLException {
        connection.setAutoCommit(false);
        Item.of(id, 0).bind(insert);
        insert.executeBatch();
        connection.commit();
    }
}
