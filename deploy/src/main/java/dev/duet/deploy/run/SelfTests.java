package dev.duet.deploy.run;

import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.Checkpoints;
import dev.duet.capture.NeedsResync;
import dev.duet.capture.ReaderSettings;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The self-tests of both sides, as far as their logs can be read. One thread, and one for each
/// test.
///
/// @param both in the order of the file
record SelfTests(List<Side> both, ReaderSettings reading, Sync.Variations variations) {
    private static final Logger log = LoggerFactory.getLogger(SelfTests.class);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(40);

    void run() throws SQLException, InterruptedException {
        test(readable(storedResumes()));
    }

    private Side peer(Side side) {
        return both.getFirst().equals(side) ? both.getLast() : both.getFirst();
    }

    /// The sides whose log may be read. A self-test of another would make a dropped slot anew,
    /// which nobody would then read; its direction finds out by itself why it cannot begin.
    private List<Side> readable(Map<String, Anchor> resumes) throws SQLException {
        List<Side> readable = new ArrayList<>();
        for (Side side : both) {
            Side peer = peer(side);
            try (Connection target = peer.pool().getConnection();
                    Connection source = side.reads().getConnection()) {
                Checkpoint row =
                        new CheckpointStore(side.name())
                                .read(target)
                                .orElseThrow(() -> empty(peer));
                target.rollback();
                side.logCheck()
                        .verify(
                                source,
                                Objects.requireNonNull(resumes.get(side.name())),
                                row.position(),
                                row.incarnation());
                source.rollback();
                readable.add(side);
            } catch (NeedsResync e) {
                log.debug("no self-test of a log that is lost system={}", side.name(), e);
            }
        }
        return readable;
    }

    private static CannotRun empty(Side side) {
        return CannotRun.withoutInit(side.name());
    }

    /// All self-tests at once: each waits for its own database only.
    private void test(List<Side> readable) throws SQLException, InterruptedException {
        Map<FutureTask<Void>, Thread> tests = new LinkedHashMap<>();
        for (Side side : readable) {
            Checkpoints checkpoints = variations.checkpoints().apply(peer(side).name());
            SelfTest test = new SelfTest(side, checkpoints, reading, variations.echoes());
            FutureTask<Void> task =
                    new FutureTask<>(
                            () -> {
                                test.run();
                                return null;
                            });
            tests.put(task, Thread.ofPlatform().name("duet-selftest-" + side.name()).start(task));
        }
        try {
            for (FutureTask<Void> test : tests.keySet()) {
                test.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException sql -> throw sql;
                case RuntimeException unchecked -> throw unchecked;
                case null, default -> throw new IllegalStateException("the self-test failed", e);
            }
        } finally {
            for (Map.Entry<FutureTask<Void>, Thread> test : tests.entrySet()) {
                test.getKey().cancel(true);
                test.getValue().join(JOIN_LIMIT);
            }
        }
        log.info(
                "self-test passed: transactions of ours are known in the logs of {}",
                readable.stream().map(Side::name).toList());
    }

    /// From each of the two checkpoint rows the resume position that is ahead: both are valid, and
    /// both only grow.
    private Map<String, Anchor> storedResumes() throws SQLException {
        Map<String, Anchor> resumes = new HashMap<>();
        for (Side side : both) {
            String peer = peer(side).name();
            try (Connection connection = side.pool().getConnection()) {
                Checkpoint row =
                        new CheckpointStore(peer).read(connection).orElseThrow(() -> empty(side));
                connection.rollback();
                resumes.merge(peer, row.sourceResume(), SelfTests::ahead);
                resumes.merge(side.name(), row.targetResume(), SelfTests::ahead);
            }
        }
        return resumes;
    }

    private static Anchor ahead(Anchor one, Anchor two) {
        return two.position().isAfter(one.position()) ? two : one;
    }
}
