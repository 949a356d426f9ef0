package dev.duet.deploy.anchor;

import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.Settings;
import dev.duet.schemas.config.SystemConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

/// Makes the anchor, moves it on behind the running sync, and drops it when the file no longer asks
/// for it. One thread of its own.
///
/// Where it fails nothing is lost but what could be replayed, so the sync goes on.
public final class AnchorKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AnchorKeeper.class);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofMillis(500);

    /// The window is kept as exactly as that.
    private static final int PARTS = 100;

    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);

    private final DataSource reads;
    private final DataSource writes;
    private final AnchorSlot slot;
    private final Duration every;
    private final Thread thread = Thread.ofVirtual().name("duet-anchor").unstarted(this::run);

    private AnchorKeeper(
            DataSource reads, DataSource writes, LogSource.Postgres source, Settings settings) {
        this.reads = reads;
        this.writes = writes;
        this.slot = new AnchorSlot(source, settings);
        Duration part = settings.replayWindow().dividedBy(PARTS);
        this.every =
                part.compareTo(LONGEST) > 0 || part.isZero()
                        ? LONGEST
                        : part.compareTo(SHORTEST) < 0 ? SHORTEST : part;
    }

    /// Of the PostgreSQL system of a file.
    ///
    /// @param reads as the role that may replicate
    public static AnchorKeeper of(DuetConfig config, DataSource reads, DataSource writes) {
        SystemConfig system = config.postgres();
        if (!(system.log() instanceof LogSource.Postgres source)) {
            throw new IllegalArgumentException(system.name() + " is not PostgreSQL");
        }
        return new AnchorKeeper(reads, writes, source, config.settings());
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                keep();
                Thread.sleep(every);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        try (Connection reader = reads.getConnection();
                Connection writer = writes.getConnection()) {
            reader.setAutoCommit(true); // a slot is made and moved outside of transactions
            try {
                slot.keep(reader, writer);
            } finally {
                reader.setAutoCommit(false);
            }
        } catch (SQLException e) {
            log.warn("the anchor was not moved on slot={} reason={}", slot.name(), e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(JOIN_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
