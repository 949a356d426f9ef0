package dev.duet.deploy.run;

import dev.duet.apply.DirectionSwitch;
import dev.duet.deploy.clock.ClockSample;
import dev.duet.deploy.clock.SkewAlarm;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// Looks at one database every second: at its clock, and at what people say there about the
/// direction into it. One thread of its own, so that a direction at work on something large is told
/// at once and a database that is down keeps nobody waiting.
final class SideWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SideWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Side side;
    private final DirectionSwitch into;
    private final SkewAlarm clocks;
    private final UnaryOperator<ClockSample> lens;
    private final Thread thread;

    /// @param into the direction into that side
    /// @param lens what a test makes of a look at the clock
    SideWatch(Side side, DirectionSwitch into, SkewAlarm clocks, UnaryOperator<ClockSample> lens) {
        this.side = side;
        this.into = into;
        this.clocks = clocks;
        this.lens = lens;
        this.thread = Thread.ofVirtual().name("duet-watch-" + side.name()).unstarted(this::run);
    }

    /// Looks once, and then all the time.
    void start() throws SQLException {
        look();
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                try {
                    look();
                } catch (SQLException e) {
                    // what needs this database says so itself; what was said last stays in force
                    log.debug("a look at a database failed system={}", side.name(), e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws SQLException {
        try (Connection connection = side.pool().getConnection()) {
            clocks.sampled(
                    side.name(),
                    lens.apply(ClockSample.take(connection, side.target().clockQuery())));
            into.look(connection);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END_LIMIT.toMillis()); // also where it was never started
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
