package dev.duet.schemas.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What tunes a run; each value has a default that suits most.
///
/// More components than a class would have: the record mirrors the `settings` of the file one to
/// one.
public record Settings(
        Duration heartbeat,
        Lease lease,
        Batch batch,
        Queue queue,
        Spill spill,
        Retry retry,
        Quarantine quarantine,
        Brakes brakes,
        Loops loops,
        Optional<Verify> verify,
        Duration clockSkew,
        Duration pollInterval,
        Duration replayWindow,
        DataSize replaySize,
        Timeouts timeouts) {

    /// How often each side's log gets a line of ours when nobody writes, so that it can be trimmed
    /// and lag is known.
    public static final Bounds<Duration> HEARTBEAT =
            new Bounds<>(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMinutes(10));

    /// How far apart the databases' clocks may be before the rule `latest` asks a person.
    public static final Bounds<Duration> CLOCK_SKEW =
            new Bounds<>(Duration.ofMillis(10), Duration.ofSeconds(5), Duration.ofHours(24));

    /// Debezium's `poll.interval.ms`: the latency floor of reading a log.
    public static final Bounds<Duration> POLL_INTERVAL =
            new Bounds<>(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(1));

    /// How much of PostgreSQL's log is kept to be replayed; none unless it is said, since it takes
    /// room on the server.
    public static final Bounds<Duration> REPLAY_WINDOW =
            new Bounds<>(Duration.ZERO, Duration.ZERO, Duration.ofDays(30));

    /// The most bytes of log that are kept for that.
    public static final Bounds<DataSize> REPLAY_SIZE =
            new Bounds<>(DataSize.mebibytes(1), DataSize.gibibytes(10), DataSize.gibibytes(10_000));

    public Settings {
        HEARTBEAT.require("heartbeat", heartbeat);
        CLOCK_SKEW.require("clock-skew", clockSkew);
        POLL_INTERVAL.require("poll-interval", pollInterval);
        REPLAY_WINDOW.require("replay-window", replayWindow);
        REPLAY_SIZE.require("replay-size", replaySize);
    }

    /// All defaults, with this folder for spilled transactions.
    public static Settings standard(Path spillFolder) {
        return new Settings(
                HEARTBEAT.standard(),
                Lease.DEFAULT,
                Batch.DEFAULT,
                Queue.DEFAULT,
                Spill.standard(spillFolder),
                Retry.DEFAULT,
                Quarantine.DEFAULT,
                Brakes.DEFAULT,
                Loops.DEFAULT,
                Optional.of(Verify.DEFAULT),
                CLOCK_SKEW.standard(),
                POLL_INTERVAL.standard(),
                REPLAY_WINDOW.standard(),
                REPLAY_SIZE.standard(),
                Timeouts.DEFAULT);
    }

    /// The right to write; it runs out after `ttl` when its holder no longer renews it.
    public record Lease(Duration ttl) {
        public static final Bounds<Duration> TTL =
                new Bounds<>(Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofMinutes(10));
        public static final Lease DEFAULT = new Lease(TTL.standard());

        public Lease {
            TTL.require("lease.ttl", ttl);
        }
    }

    /// The most that one target transaction takes when there is a backlog; the first limit reached
    /// ends it.
    public record Batch(int maxRows, DataSize maxBytes, int maxTransactions) {
        public static final Bounds<Integer> MAX_ROWS = new Bounds<>(1, 5_000, 1_000_000);
        public static final Bounds<DataSize> MAX_BYTES =
                new Bounds<>(DataSize.kibibytes(64), DataSize.mebibytes(8), DataSize.gibibytes(1));
        public static final Bounds<Integer> MAX_TRANSACTIONS = new Bounds<>(1, 1_000, 10_000);
        public static final Batch DEFAULT =
                new Batch(MAX_ROWS.standard(), MAX_BYTES.standard(), MAX_TRANSACTIONS.standard());

        public Batch {
            MAX_ROWS.require("batch.max-rows", maxRows);
            MAX_BYTES.require("batch.max-bytes", maxBytes);
            MAX_TRANSACTIONS.require("batch.max-transactions", maxTransactions);
        }
    }

    /// What waits in memory between capture and apply, per direction; when it is full, reading
    /// stops.
    public record Queue(int maxRows, DataSize maxBytes) {
        public static final Bounds<Integer> MAX_ROWS = new Bounds<>(1, 20_000, 10_000_000);
        public static final Bounds<DataSize> MAX_BYTES =
                new Bounds<>(DataSize.mebibytes(1), DataSize.mebibytes(64), DataSize.gibibytes(16));
        public static final Queue DEFAULT = new Queue(MAX_ROWS.standard(), MAX_BYTES.standard());

        public Queue {
            MAX_ROWS.require("queue.max-rows", maxRows);
            MAX_BYTES.require("queue.max-bytes", maxBytes);
        }
    }

    /// A source transaction larger than this goes to a temporary file, for it must be whole before
    /// it is applied.
    public record Spill(int afterRows, DataSize afterBytes, Path folder) {
        public static final Bounds<Integer> AFTER_ROWS = new Bounds<>(1, 20_000, 10_000_000);
        public static final Bounds<DataSize> AFTER_BYTES =
                new Bounds<>(DataSize.kibibytes(64), DataSize.mebibytes(32), DataSize.gibibytes(4));

        public Spill {
            AFTER_ROWS.require("spill.after-rows", afterRows);
            AFTER_BYTES.require("spill.after-bytes", afterBytes);
        }

        public static Spill standard(Path folder) {
            return new Spill(AFTER_ROWS.standard(), AFTER_BYTES.standard(), folder);
        }
    }

    /// The wait before a transient failure is tried again: from `initial`, growing to `max`.
    public record Retry(Duration initial, Duration max) {
        public static final Bounds<Duration> INITIAL =
                new Bounds<>(Duration.ofMillis(10), Duration.ofMillis(200), Duration.ofMinutes(1));
        public static final Bounds<Duration> MAX =
                new Bounds<>(Duration.ofMillis(10), Duration.ofSeconds(30), Duration.ofHours(1));
        public static final Retry DEFAULT = new Retry(INITIAL.standard(), MAX.standard());

        public Retry {
            INITIAL.require("retry.initial", initial);
            MAX.require("retry.max", max);
            if (initial.compareTo(max) > 0) {
                throw new IllegalArgumentException("retry.initial is longer than retry.max");
            }
        }
    }

    /// A direction stops when more than `budget` records were quarantined within `window`.
    public record Quarantine(int budget, Duration window) {
        public static final Bounds<Integer> BUDGET = new Bounds<>(0, 100, 1_000_000);
        public static final Bounds<Duration> WINDOW =
                new Bounds<>(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(24));
        public static final Quarantine DEFAULT =
                new Quarantine(BUDGET.standard(), WINDOW.standard());

        public Quarantine {
            BUDGET.require("quarantine.budget", budget);
            WINDOW.require("quarantine.window", window);
        }
    }

    /// What pauses a direction, since a mistake may be under way; empty where it is `off`.
    public record Brakes(Optional<Brake> deletes, Optional<Brake> conflicts) {
        public static final Bounds<Integer> PERCENT_OF_DELETES = new Bounds<>(0, 50, 99);
        public static final Bounds<Integer> PERCENT_OF_CONFLICTS = new Bounds<>(0, 10, 99);
        public static final Brakes DEFAULT =
                new Brakes(
                        Optional.of(Brake.standard(PERCENT_OF_DELETES)),
                        Optional.of(Brake.standard(PERCENT_OF_CONFLICTS)));
    }

    /// A direction is paused when there were more than `budget` of something within `window`, and
    /// these were more than `percent` of the changes written in that time.
    public record Brake(int budget, int percent, Duration window) {
        public static final Bounds<Integer> BUDGET = new Bounds<>(0, 1_000, 1_000_000_000);
        public static final Bounds<Duration> WINDOW =
                new Bounds<>(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(24));

        public Brake {
            BUDGET.require("brakes.budget", budget);
            Brakes.PERCENT_OF_DELETES.require("brakes.percent", percent);
            WINDOW.require("brakes.window", window);
        }

        static Brake standard(Bounds<Integer> percent) {
            return new Brake(BUDGET.standard(), percent.standard(), WINDOW.standard());
        }
    }

    /// A record is held when one side has answered the other's changes of it more than `most` times
    /// within `window`.
    public record Loops(int most, Duration window) {
        public static final Bounds<Integer> MOST = new Bounds<>(2, 20, 1_000_000);
        public static final Bounds<Duration> WINDOW =
                new Bounds<>(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(24));
        public static final Loops DEFAULT = new Loops(MOST.standard(), WINDOW.standard());

        public Loops {
            MOST.require("loops.most", most);
            WINDOW.require("loops.window", window);
        }
    }

    /// How fast both sides are compared while the sync runs, and the shortest pause between two
    /// rounds; the whole is empty where it is `off`.
    public record Verify(int rowsPerSecond, Duration pause) {
        public static final Bounds<Integer> ROWS_PER_SECOND = new Bounds<>(1, 500, 1_000_000);
        public static final Bounds<Duration> PAUSE =
                new Bounds<>(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(24));
        public static final Verify DEFAULT =
                new Verify(ROWS_PER_SECOND.standard(), PAUSE.standard());

        public Verify {
            ROWS_PER_SECOND.require("verify.rows-per-second", rowsPerSecond);
            PAUSE.require("verify.pause", pause);
        }
    }

    /// The longest waits on a database. `socket` is the last resort, so it is longer than
    /// `statement`.
    public record Timeouts(Duration connect, Duration statement, Duration socket) {
        public static final Bounds<Duration> CONNECT =
                new Bounds<>(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofMinutes(5));
        public static final Bounds<Duration> STATEMENT =
                new Bounds<>(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(24));
        public static final Bounds<Duration> SOCKET =
                new Bounds<>(Duration.ofSeconds(1), Duration.ofMinutes(6), Duration.ofHours(24));
        public static final Timeouts DEFAULT =
                new Timeouts(CONNECT.standard(), STATEMENT.standard(), SOCKET.standard());

        public Timeouts {
            CONNECT.require("timeouts.connect", connect);
            STATEMENT.require("timeouts.statement", statement);
            SOCKET.require("timeouts.socket", socket);
            if (socket.compareTo(statement) <= 0) {
                throw new IllegalArgumentException(
                        "timeouts.socket is not longer than timeouts.statement");
            }
        }
    }
}
