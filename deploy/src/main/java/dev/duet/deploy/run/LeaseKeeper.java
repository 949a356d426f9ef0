package dev.duet.deploy.run;

import dev.duet.apply.store.Lease;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Takes the lease, renews it on a thread of its own, and gives it back at the end.
final class LeaseKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Lease lease;
    private final List<Side> sides;
    private final Duration ttl;
    private final Runnable onLost;
    private final Thread thread;

    /// @param onLost called once when another instance has the lease
    LeaseKeeper(Lease lease, List<Side> sides, Duration ttl, Runnable onLost) {
        this.lease = lease;
        this.sides = List.copyOf(sides);
        this.ttl = ttl;
        this.onLost = onLost;
        this.thread = Thread.ofVirtual().name("duet-lease").unstarted(this::renew);
    }

    /// Waits until the lease is ours, saying for whom it waits.
    void take(Holder holder) throws SQLException, InterruptedException {
        String told = "";
        while (true) {
            switch (lease.take(holder::isGone)) {
                case Lease.Attempt.Taken taken -> {
                    log.info("the lease is taken token={} holder={}", taken.token(), holder);
                    thread.start();
                    return;
                }
                case Lease.Attempt.HeldBy held -> {
                    if (!held.holder().equals(told)) {
                        told = held.holder();
                        log.warn(
                                "another instance is at work, waiting for it to end holder={}"
                                        + " leaseMillis={}",
                                held.holder(),
                                held.expiresIn().toMillis());
                    }
                    Thread.sleep(LOOK_AGAIN);
                }
            }
        }
    }

    private void renew() {
        try {
            while (true) {
                Thread.sleep(ttl.dividedBy(3));
                for (Side side : sides) {
                    if (!renewed(side)) {
                        log.error(
                                "another instance has taken the lease over system={}", side.name());
                        onLost.run();
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean renewed(Side side) {
        try {
            return lease.renew(side.pool());
        } catch (SQLException e) {
            log.warn(
                    "the lease could not be renewed, trying again system={} reason={}",
                    side.name(),
                    e.getMessage());
            return true; // the fencing token in each transaction decides, not this
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        for (Side side : sides) {
            try {
                lease.release(side.pool());
            } catch (SQLException e) {
                log.info("the lease was not given back, it will run out system={}", side.name());
            }
        }
    }
}
