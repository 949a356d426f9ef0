package dev.duet.apply;

import dev.duet.schemas.config.Settings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Waits before the same is tried again: twice as long each time, up to a limit, with jitter. One
/// thread.
final class Backoff {
    private static final Logger log = LoggerFactory.getLogger(Backoff.class);

    private final Settings.Retry retry;
    private Duration wait;

    Backoff(Settings.Retry retry) {
        this.retry = retry;
        this.wait = retry.initial();
    }

    void reset() {
        wait = retry.initial();
    }

    void pause(Direction direction, SQLException cause) throws InterruptedException {
        long millis =
                ThreadLocalRandom.current().nextLong(wait.toMillis() / 2, wait.toMillis() + 1);
        log.warn(
                "the target is out of order for now, trying again direction={} waitMillis={}"
                        + " sqlState={} reason={}",
                direction,
                millis,
                cause.getSQLState(),
                cause.getMessage());
        Thread.sleep(millis);
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(retry.max()) > 0 ? retry.max() : doubled;
    }
}
