package dev.duet.deploy.status;

import dev.duet.apply.Direction;
import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.Control;
import dev.duet.apply.store.ControlStore;
import dev.duet.apply.store.CounterStore;
import dev.duet.apply.store.ParkedStore;
import dev.duet.apply.store.PauseStore;
import dev.duet.apply.store.PauseStore.Pause;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.apply.store.TriggerStore;
import dev.duet.apply.store.VerificationStore;
import dev.duet.apply.store.VerificationStore.Verification;
import dev.duet.capture.NeedsResync;
import dev.duet.deploy.clock.ClockSample;
import dev.duet.deploy.clock.ClockSkew;
import dev.duet.deploy.run.CannotRun;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.status.DirectionStatus.State;
import dev.duet.deploy.status.mysql.MysqlLogStatus;
import dev.duet.deploy.status.postgres.PostgresAnchorStatus;
import dev.duet.deploy.status.postgres.PostgresLogStatus;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks both databases how the sync is doing. One thread; changes nothing.
public final class StatusReader {
    /// A running instance may acknowledge a log between our two looks at it, so one failed check is
    /// no proof; and of a few looks at a clock one is quick.
    private static final int LOOKS = 3;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    private static final Duration STALLED_AT_LEAST = Duration.ofSeconds(30);

    private final DuetConfig config;
    private final OpenSystems systems;

    /// Both directions and who runs them.
    ///
    /// @param instance as the first system has it
    /// @param verified what was found by comparing beside the sync, of the entities of the file
    /// @param paused the entities of the file that are paused or resume
    /// @param anchor what can be replayed of PostgreSQL's log
    /// @param clocks of the second system beside the first one's, as this command sees them
    public record Status(
            Instance instance,
            List<DirectionStatus> directions,
            List<Verification> verified,
            List<PausedEntity> paused,
            AnchorStatus anchor,
            ClockSkew clocks) {}

    public StatusReader(DuetConfig config, OpenSystems systems) {
        this.config = config;
        this.systems = systems;
    }

    /// @throws CannotRun when the databases were not prepared
    public Status read() throws SQLException, InterruptedException {
        systems.requireReachable();
        Instance instance = instance();
        long[] clocks = {
            clock(config.first(), config.second()), clock(config.second(), config.first())
        };
        if (instance.isLive()) {
            Thread.sleep(BETWEEN_LOOKS);
        }
        List<DirectionStatus> directions = new ArrayList<>();
        directions.add(direction(config.first(), config.second(), instance, clocks[0]));
        directions.add(direction(config.second(), config.first(), instance, clocks[1]));
        return new Status(
                instance,
                directions,
                verified(),
                paused(),
                anchor(),
                ClockSkew.between(clockOf(config.first()), clockOf(config.second())));
    }

    private AnchorStatus anchor() throws SQLException {
        SystemConfig system = config.postgres();
        if (!(system.log() instanceof LogSource.Postgres source)) {
            throw new IllegalStateException(system.name() + " is not PostgreSQL");
        }
        try (Connection connection = systems.side(system.name()).reads().getConnection()) {
            AnchorStatus anchor =
                    new PostgresAnchorStatus(system.name(), source, config.settings())
                            .read(connection);
            connection.rollback();
            return anchor;
        }
    }

    private List<Verification> verified() throws SQLException {
        List<String> entities = config.entities().stream().map(EntityConfig::name).toList();
        try (Connection connection = systems.side(config.first().name()).reads().getConnection()) {
            List<Verification> all = new VerificationStore().read(connection);
            connection.rollback();
            return all.stream().filter(it -> entities.contains(it.entity())).toList();
        }
    }

    private List<PausedEntity> paused() throws SQLException {
        Map<String, Pause> said;
        try (Connection connection = systems.side(config.first().name()).reads().getConnection()) {
            said = new PauseStore().read(connection);
            connection.rollback();
        }
        List<PausedEntity> paused = new ArrayList<>();
        if (said.values().stream().allMatch(Pause::isOn)) {
            return paused;
        }
        Map<String, Map<String, Long>> parked = new LinkedHashMap<>();
        for (SystemConfig source : config.systems()) {
            Side into = systems.peerOf(source.name());
            try (Connection connection = into.reads().getConnection()) {
                parked.put(source.name(), new ParkedStore(source.name()).count(connection));
                connection.rollback();
            }
        }
        for (EntityConfig entity : config.entities()) {
            Pause pause = said.getOrDefault(entity.name(), Pause.none(entity.name()));
            if (!pause.isOn()) {
                Map<String, Long> counts = new LinkedHashMap<>();
                parked.forEach(
                        (source, all) -> counts.put(source, all.getOrDefault(entity.name(), 0L)));
                paused.add(new PausedEntity(pause, counts));
            }
        }
        return paused;
    }

    private ClockSample clockOf(SystemConfig system) throws SQLException {
        Side side = systems.side(system.name());
        try (Connection connection = side.reads().getConnection()) {
            ClockSample best = ClockSample.take(connection, side.target().clockQuery());
            for (int look = 1; look < LOOKS; look++) {
                ClockSample next = ClockSample.take(connection, side.target().clockQuery());
                best = next.uncertainty().compareTo(best.uncertainty()) < 0 ? next : best;
            }
            connection.rollback();
            return best;
        }
    }

    private Instance instance() throws SQLException {
        try (Connection connection = systems.side(config.first().name()).reads().getConnection()) {
            Instance instance = Instance.read(connection);
            connection.rollback();
            return instance;
        }
    }

    /// The clock of the last client's transaction that was carried over.
    private long clock(SystemConfig source, SystemConfig target) throws SQLException {
        try (Connection connection = systems.side(target.name()).reads().getConnection()) {
            long clock = checkpoint(connection, source.name(), target.name()).clock();
            connection.rollback();
            return clock;
        }
    }

    private DirectionStatus direction(
            SystemConfig source, SystemConfig target, Instance instance, long clockBefore)
            throws SQLException, InterruptedException {
        Side from = systems.side(source.name());
        Side into = systems.side(target.name());
        for (int look = 1; ; look++) {
            try (Connection sources = from.reads().getConnection();
                    Connection targets = into.reads().getConnection()) {
                Checkpoint checkpoint = checkpoint(targets, source.name(), target.name());
                Checkpoint back = checkpoint(sources, target.name(), source.name());
                Anchor resume = ahead(checkpoint.sourceResume(), back.targetResume());
                Duration sinceWritten = sinceWritten(targets, source.name());
                Direction direction =
                        new Direction(source.name(), target.name(), config.first().name());
                Control control = new ControlStore(source.name()).read(targets);
                State state =
                        control.isPaused()
                                ? new State.Paused(direction, control)
                                : state(instance, sinceWritten);
                try {
                    from.logCheck()
                            .verify(
                                    sources,
                                    resume,
                                    checkpoint.position(),
                                    checkpoint.incarnation());
                } catch (NeedsResync e) {
                    if (look < LOOKS) {
                        Thread.sleep(BETWEEN_LOOKS);
                        continue;
                    }
                    state = new State.NeedsResync(String.valueOf(e.getMessage()), e.mend());
                }
                LogStatus.Reading log = logStatus(source).read(sources, checkpoint.position());
                return new DirectionStatus(
                        direction,
                        state,
                        checkpoint,
                        checkpoint.clock() != clockBefore,
                        resume.position(),
                        sinceWritten,
                        log,
                        new QuarantineStore(source.name()).count(targets),
                        conflicts(targets, source.name()),
                        new TriggerStore().read(targets),
                        new CounterStore(source.name()).read(targets));
            }
        }
    }

    private State state(Instance instance, Duration sinceWritten) {
        if (!instance.isLive()) {
            return new State.Stopped();
        }
        Duration patience = config.settings().heartbeat().multipliedBy(4).plus(STALLED_AT_LEAST);
        return sinceWritten.compareTo(patience) > 0
                ? new State.Stalled(sinceWritten)
                : new State.Running();
    }

    /// How a system's log is looked at.
    public static LogStatus logStatus(SystemConfig system) {
        return switch (system.log()) {
            case LogSource.Postgres postgres -> new PostgresLogStatus(postgres);
            case LogSource.Mysql _ -> new MysqlLogStatus();
        };
    }

    private static Checkpoint checkpoint(Connection connection, String source, String target)
            throws SQLException {
        return new CheckpointStore(source)
                .read(connection)
                .orElseThrow(() -> CannotRun.withoutInit(target));
    }

    private static Anchor ahead(Anchor one, Anchor two) {
        return two.position().isAfter(one.position()) ? two : one;
    }

    private static Duration sinceWritten(Connection connection, String source) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT written_at, CURRENT_TIMESTAMP(6) AS moment FROM duet.checkpoint"
                                + " WHERE source = ?")) {
            statement.setString(1, source);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Duration.ofMillis(
                        Math.max(
                                0,
                                row.getTimestamp("moment").getTime()
                                        - row.getTimestamp("written_at").getTime()));
            }
        }
    }

    private static long conflicts(Connection connection, String source) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT count(*) FROM duet.conflict WHERE source = ? AND decided_at >"
                                + " CURRENT_TIMESTAMP(6) - INTERVAL '24' HOUR")) {
            statement.setString(1, source);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
