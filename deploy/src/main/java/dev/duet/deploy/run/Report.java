package dev.duet.deploy.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.Direction;
import dev.duet.deploy.run.DirectionMeter.Reading;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Says from time to time what each direction has carried over, when it has. One thread of its own.
///
/// It also ends a run that nothing can come of any more, and reminds of a direction that is
/// stopped.
final class Report implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Report.class);
    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration REMIND = Duration.ofMinutes(5);

    private final RunLoop loop;
    private final Duration every;
    private final @Nullable PrintWriter json;
    private final Thread thread;
    private final Map<Direction, Reading> told = new HashMap<>();
    private int begun;
    private long remindedNanos = System.nanoTime();

    /// @param every zero for never
    /// @param json where lines of JSON go; null for the log
    Report(RunLoop loop, Duration every, @Nullable PrintWriter json) {
        this.loop = loop;
        this.every = every;
        this.json = json;
        this.thread = Thread.ofVirtual().name("duet-report").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long due = System.nanoTime() + every.toNanos();
        try {
            while (true) {
                Thread.sleep(STEP);
                if (RunLoop.hasEnded(loop.states())) {
                    loop.stop();
                    return;
                }
                if (!every.isZero() && System.nanoTime() >= due) {
                    due = System.nanoTime() + every.toNanos();
                    if (begun != loop.begun()) {
                        begun = loop.begun();
                        told.clear();
                    }
                    loop.meters().forEach(this::tell);
                    remind();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Reading now) {
        Reading before = told.put(now.direction(), now);
        long transactions = now.transactions() - (before == null ? 0 : before.transactions());
        long quarantined = now.quarantined() - (before == null ? 0 : before.quarantined());
        if (transactions == 0 && quarantined == 0) {
            return;
        }
        long rows = now.rows() - (before == null ? 0 : before.rows());
        long conflicts = now.conflicts() - (before == null ? 0 : before.conflicts());
        if (json == null) {
            log.info(
                    "carried over direction={} transactions={} rows={} conflicts={} quarantined={}"
                            + " lagMillis={}",
                    now.direction(),
                    transactions,
                    rows,
                    conflicts,
                    quarantined,
                    now.lag().toMillis());
            return;
        }
        ObjectNode line = new ObjectMapper().createObjectNode();
        line.put("at", Instant.now().toString())
                .put("direction", now.direction().toString())
                .put("transactions", transactions)
                .put("rows", rows)
                .put("conflicts", conflicts)
                .put("quarantined", quarantined)
                .put("lagMillis", now.lag().toMillis());
        json.println(line);
        json.flush();
    }

    private void remind() {
        if (System.nanoTime() - remindedNanos < REMIND.toNanos()) {
            return;
        }
        remindedNanos = System.nanoTime();
        loop.states()
                .forEach(
                        (direction, state) -> {
                            switch (state) {
                                case DirectionState.NeedsResync stopped ->
                                        log.error(
                                                "still NEEDS_RESYNC direction={} reason={} mend={}",
                                                direction,
                                                stopped.reason(),
                                                stopped.mend());
                                case DirectionState.Stopped stopped ->
                                        log.error(
                                                "still stopped direction={} reason={}",
                                                direction,
                                                stopped.reason());
                                case DirectionState.Paused paused ->
                                        log.warn(
                                                "still paused direction={} by={} reason={} mend={}",
                                                direction,
                                                paused.by(),
                                                paused.reason(),
                                                paused.mend());
                                case DirectionState.Waiting waiting ->
                                        log.warn(
                                                "still waiting direction={} reason={}",
                                                direction,
                                                waiting.reason());
                                case DirectionState.Starting _, DirectionState.Running _ -> {}
                            }
                        });
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
