package dev.duet.deploy.replay;

import dev.duet.capture.ReaderSettings;
import dev.duet.deploy.compare.Evidence;
import dev.duet.deploy.compare.KeyedRepair;
import dev.duet.deploy.compare.Witness;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.replay.HeldLog.Answer;
import dev.duet.deploy.replay.HeldLog.Held;
import dev.duet.deploy.replay.mysql.BinlogFiles;
import dev.duet.deploy.replay.postgres.AnchorLog;
import dev.duet.deploy.run.Fitted;
import dev.duet.deploy.run.Fitting;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.run.Touches;
import dev.duet.deploy.terminal.Progress;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.Key;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.Settings;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Reads both logs again, as far as they are held, and hands the records that clients changed in a
/// part of them to [KeyedRepair]. Closes what it opened. One thread, beside those of its trails.
///
/// Both logs are read to their ends, whatever part is replayed: only then is known who wrote last.
final class Replay implements AutoCloseable {
    private final DuetConfig config;
    private final OpenSystems systems;
    private final Endpoints endpoints;
    private final Fitted fitted;
    private final Progress progress;
    private final BooleanSupplier stopped;
    private final Map<String, Trail> trails = new LinkedHashMap<>();

    /// @param systems are closed with it
    Replay(
            DuetConfig config,
            OpenSystems systems,
            Endpoints endpoints,
            Progress progress,
            BooleanSupplier stopped)
            throws SQLException {
        this.config = config;
        this.systems = systems;
        this.endpoints = endpoints;
        this.progress = progress;
        this.stopped = stopped;
        this.fitted = Fitting.beside(config, systems.sides());
    }

    /// @throws dev.duet.deploy.connect.CannotConnect when a database is not there
    static Replay open(DuetConfig config, Progress progress, BooleanSupplier stopped)
            throws SQLException {
        var endpoints =
                new Endpoints(new SecretResolver(System.getenv()), config.settings().timeouts());
        OpenSystems systems = OpenSystems.of(config, endpoints);
        try {
            systems.requireReachable();
            return new Replay(config, systems, endpoints, progress, stopped);
        } catch (SQLException | RuntimeException e) {
            systems.close();
            throw e;
        }
    }

    /// Which entities can be replayed.
    Fitted fitted() {
        return fitted;
    }

    /// What each log holds, by system.
    Map<String, Answer> held() throws SQLException {
        Map<String, Answer> held = new LinkedHashMap<>();
        for (SystemConfig system : config.systems()) {
            try (Connection connection = reads(system)) {
                held.put(system.name(), log(system).held(connection));
                connection.rollback();
            }
        }
        return held;
    }

    /// Where a save point is, by system.
    ///
    /// @throws CannotReplay when there is none of that name
    Map<String, Bound> saved(String name) throws SQLException {
        return new SavePoints(config, systems).places(name);
    }

    static HeldLog log(SystemConfig system) {
        return switch (system.log()) {
            case LogSource.Postgres postgres -> new AnchorLog(postgres);
            case LogSource.Mysql _ -> new BinlogFiles();
        };
    }

    /// Reads both logs as far as they are held.
    ///
    /// @param spans what is replayed, by system
    /// @return whether both were read, and nobody wanted it to end
    boolean read(Map<String, Answer> held, Map<String, Span> spans)
            throws SQLException, InterruptedException {
        spans.forEach((system, _) -> requireHeld(system, held));
        SystemConfig postgres = config.postgres();
        SystemConfig mysql = config.peerOf(postgres.name());
        @Nullable Span inPostgres = spans.get(postgres.name());
        @Nullable Position seen = null;
        Answer anchor = Objects.requireNonNull(held.get(postgres.name()));
        if (anchor instanceof Answer.Readable readable) {
            @Nullable Bound from = inPostgres == null ? null : inPostgres.from();
            if (!follow(postgres, readable.held(), from, spans)) {
                return false;
            }
            seen = Objects.requireNonNull(trails.get(postgres.name())).seenAtFrom().orElse(null);
        }
        Answer binlog = Objects.requireNonNull(held.get(mysql.name()));
        if (binlog instanceof Answer.Readable readable) {
            @Nullable Span inMysql = spans.get(mysql.name());
            @Nullable Bound from = inMysql == null ? null : inMysql.from();
            boolean isKnown = from != null && !(from instanceof Bound.AtTime);
            Bound begin = isKnown ? Objects.requireNonNull(from) : place(seen, readable.held());
            return follow(mysql, readable.held(), begin, spans);
        }
        return true;
    }

    /// What one log had of the other, as a place in that; the beginning where nobody knows, or it
    /// is gone.
    private static @Nullable Bound place(@Nullable Position seen, Held held) {
        return seen instanceof BinlogPosition at
                        && at.gtids().contains(((BinlogPosition) held.begin()).gtids())
                ? new Bound.AtGtids(at.gtids())
                : null;
    }

    private static void requireHeld(String system, Map<String, Answer> held) {
        if (held.get(system) instanceof Answer.Unreadable unreadable) {
            throw new CannotReplay(
                    system + ": " + unreadable.reason() + "; --direction says the other one alone");
        }
    }

    /// @param begin where it begins to be read; null for the beginning
    private boolean follow(
            SystemConfig system, Held held, @Nullable Bound begin, Map<String, Span> spans)
            throws SQLException, InterruptedException {
        Side side = systems.side(system.name());
        String peer = config.peerOf(system.name()).name();
        @Nullable Span span = spans.get(system.name());
        Position start = held.begin();
        if (begin != null) {
            try (Connection connection = reads(system)) {
                start = log(system).startFor(connection, held, begin);
                connection.rollback();
            }
        }
        var touches =
                new Touches(
                        fitted.blueprint().mappingsInto(peer),
                        fitted.blueprint().termsOf(peer),
                        span == null ? _ -> false : span::holds);
        var trail =
                new Trail(
                        side,
                        peer,
                        side.again(endpoints.reader(system)),
                        reading(config.settings()),
                        fitted.blueprint().shapes(system.name()),
                        start,
                        span == null ? null : span.from(),
                        touches);
        trails.put(system.name(), trail);
        trail.start();
        progress.begin("the log of " + system.name() + ": transactions", 0);
        boolean isRead = trail.catchUp(stopped, progress::at);
        progress.end();
        if (isRead && span != null && !held.isWhole()) {
            requireHeld(system.name(), span.from(), trail);
        }
        return isRead;
    }

    private static void requireHeld(String system, Bound from, Trail trail) {
        Instant first = trail.firstAt().orElse(Instant.MIN);
        if (from instanceof Bound.AtTime at && first.isAfter(at.time())) {
            throw new CannotReplay(
                    "%s: the first transaction that its log still holds is of %s: say --from %s, or later"
                            .formatted(system, first, first));
        }
    }

    private static ReaderSettings reading(Settings settings) {
        return new ReaderSettings(
                settings.pollInterval(),
                settings.spill().afterRows(),
                settings.spill().afterBytes().bytes(),
                settings.spill().folder());
    }

    /// The records that clients changed in the parts that are replayed, by system and there by
    /// entity.
    Map<String, Map<String, Set<Key>>> wanted(List<String> entities) {
        Map<String, Map<String, Set<Key>>> wanted = new LinkedHashMap<>();
        trails.forEach(
                (system, trail) -> {
                    Map<String, Set<Key>> keys = trail.touches().wanted();
                    keys.keySet().retainAll(entities);
                    wanted.put(system, keys);
                });
        return wanted;
    }

    /// The entities in whose table a TRUNCATE does not say which records it took.
    Set<String> truncated(List<String> entities) {
        Set<String> truncated = new LinkedHashSet<>();
        trails.values().forEach(it -> truncated.addAll(it.touches().truncated()));
        truncated.retainAll(entities);
        return truncated;
    }

    /// What both logs tell.
    Evidence evidence() {
        return new Evidence(
                trails.get(config.first().name()),
                trails.get(config.second().name()),
                this::catchUp);
    }

    /// @param witness who is asked what a record shall be
    KeyedRepair repair(KeyedRepair.Terms terms, Witness witness) throws SQLException {
        return KeyedRepair.of(config, systems, terms, witness, progress, stopped);
    }

    private void catchUp() throws SQLException, InterruptedException {
        for (Trail trail : trails.values()) {
            if (!trail.catchUp(stopped, _ -> {})) {
                throw new CannotReplay("ended before anything was decided; nothing was written");
            }
        }
    }

    private Connection reads(SystemConfig system) throws SQLException {
        return systems.side(system.name()).reads().getConnection();
    }

    @Override
    public void close() {
        trails.values().forEach(Trail::close);
        systems.close();
    }
}
