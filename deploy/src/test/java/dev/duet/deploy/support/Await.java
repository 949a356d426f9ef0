package dev.duet.deploy.support;

import org.awaitility.Awaitility;

import java.time.Duration;
import java.util.concurrent.Callable;

/// Waits for conditions, each with a limit. Stateless.
public final class Await {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private Await() {}

    /// Waits until it holds; a database that cannot be asked for a moment is asked again.
    ///
    /// @param what for the message when it never does
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(limit)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK_AGAIN)
                .ignoreExceptionsInstanceOf(java.sql.SQLException.class)
                .until(condition);
    }
}
