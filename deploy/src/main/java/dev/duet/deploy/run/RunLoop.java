package dev.duet.deploy.run;

import dev.duet.apply.Direction;
import dev.duet.apply.store.ReloadStore;
import dev.duet.apply.store.ReloadStore.Reload;
import dev.duet.capture.CaptureStopped;
import dev.duet.deploy.check.CannotReach;
import dev.duet.deploy.connect.CannotConnect;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.Settings;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Begins the sync again until it has begun, and ends it when asked. [#run()] blocks; [#stop()] may
/// be called from any thread.
///
/// Once both directions are under way, they look after themselves; only a start that found a
/// database down comes back here.
final class RunLoop {
    private static final Logger log = LoggerFactory.getLogger(RunLoop.class);

    /// After this long a clean end has failed, and the process ends as it would by a kill: safely.
    private static final Duration END_LIMIT = Duration.ofSeconds(20);

    private final ConfigFile file;
    private final OpenSystems systems;
    private final boolean failFast;
    private final Preflight preflight;
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile @Nullable Sync current;
    private final AtomicInteger begun = new AtomicInteger();
    private volatile @Nullable ConfigFile next;

    RunLoop(ConfigFile file, OpenSystems systems, Preflight preflight, boolean failFast) {
        this.file = file;
        this.systems = systems;
        this.preflight = preflight;
        this.failFast = failFast;
    }

    /// @throws dev.duet.apply.Fenced when another instance has taken over
    /// @throws CannotRun when starting would not be safe, or no direction can go on
    /// @throws CannotConnect when failing fast
    void run() throws SQLException, InterruptedException {
        Settings.Retry retry = file.config().settings().retry();
        Duration wait = retry.initial();
        while (!isAsked()) {
            try {
                while (!once()) {
                    wait = retry.initial();
                }
                return;
            } catch (InterruptedException e) {
                if (!isAsked()) {
                    throw e;
                }
            } catch (SQLException | CannotConnect | CannotReach | CaptureStopped e) {
                if (failFast || !mayPass(e)) {
                    throw e;
                }
                wait = longer(wait, retry.max());
                log.warn(
                        "a database cannot be reached, trying again waitMillis={} reason={}",
                        wait.toMillis(),
                        reason(e));
                if (asked.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        log.info("stopped");
    }

    /// @return whether it has ended for good, or for another configuration
    private boolean once() throws SQLException, InterruptedException {
        systems.requireReachable();
        DuetConfig fitting = Fitting.of(file.config(), systems.sides(), hasFitted(), preflight);
        if (begun.get() == 0) {
            preflight.require(fitting);
        }
        Sync sync = new Sync(fitting, systems.sides(), Sync.Variations.NONE);
        begun.incrementAndGet();
        current = sync;
        if (!isAsked()) {
            sync.run();
        }
        if (sync.isOutdated() && !isAsked() && next == null) {
            log.info("beginning again");
            return false;
        }
        if (hasEnded(sync.states())) {
            throw new CannotRun(
                    "no direction can go on: the log above says why and what to do; 'duet status'"
                            + " says it again");
        }
        log.info("stopped: all that was under way is committed, the lease is given back");
        return true;
    }

    /// Whether a sync was under way with an entity as the file has it: of this process, or of the
    /// one before, under a file that says the same of it. A wrong file shall not begin.
    private Predicate<String> hasFitted() throws SQLException {
        if (begun.get() > 0) {
            return _ -> true;
        }
        String before = inForce().map(Reload::inForce).orElse("");
        return entity -> file.linesOf(entity).equals(ConfigFile.linesOf(before, entity));
    }

    private Optional<Reload> inForce() throws SQLException {
        Side first = systems.side(file.config().first().name());
        try (Connection connection = first.pool().getConnection()) {
            Optional<Reload> last = new ReloadStore().read(connection);
            connection.rollback();
            return last;
        } catch (SQLException e) {
            if (CannotRun.isWithoutInit(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Ends the sync for another to begin under this configuration. Waits until it has ended.
    void takeUp(ConfigFile config) {
        next = config;
        log.info("the configuration was changed: stopping, and beginning again under the new one");
        close();
    }

    /// The configuration under which the sync is to begin again, once it has ended; nothing when it
    /// is to end for good.
    Optional<ConfigFile> next() {
        return isAsked() ? Optional.empty() : Optional.ofNullable(next);
    }

    /// Whether every direction has stopped for a person to act.
    static boolean hasEnded(Map<Direction, DirectionState> states) {
        return !states.isEmpty()
                && states.values().stream()
                        .allMatch(
                                state ->
                                        switch (state) {
                                            case DirectionState.NeedsResync _,
                                                    DirectionState.Stopped _ ->
                                                    true;
                                            case DirectionState.Starting _,
                                                    DirectionState.Running _,
                                                    DirectionState.Paused _,
                                                    DirectionState.Waiting _ ->
                                                    false;
                                        });
    }

    /// Ends the sync: at once while it begins, else when what is under way is committed.
    void stop() {
        if (isAsked()) {
            return;
        }
        asked.countDown();
        log.info("stopping; once more ends it at once");
        Thread.ofPlatform().daemon().name("duet-stop").start(this::close);
        Thread.ofPlatform().daemon().name("duet-stop-limit").start(RunLoop::endAnyway);
    }

    private void close() {
        Sync sync = current;
        if (sync != null) {
            sync.close();
        }
    }

    private static void endAnyway() {
        try {
            Thread.sleep(END_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        log.warn(
                "not all ended in time, ending anyway: what was not committed is read again at the"
                        + " next start");
        Runtime.getRuntime().halt(0);
    }

    private boolean isAsked() {
        return asked.getCount() == 0;
    }

    /// What each direction is doing; nothing before the first start. Whether this instance holds
    /// the lease and both directions have begun.
    boolean isUnderWay() {
        Map<Direction, DirectionState> states = states();
        return !states.isEmpty()
                && states.values().stream().noneMatch(DirectionState.Starting.class::isInstance);
    }

    Map<Direction, DirectionState> states() {
        Sync sync = current;
        return sync == null ? Map.of() : sync.states();
    }

    /// How often a sync has begun: each counts anew.
    int begun() {
        return begun.get();
    }

    List<DirectionMeter.Reading> meters() {
        Sync sync = current;
        return sync == null ? List.of() : sync.meters();
    }

    /// The entities that are paused; nothing before the sync is under way.
    public Optional<Pauses> pauses() {
        Sync sync = current;
        return sync == null || !isUnderWay() ? Optional.empty() : sync.pauses();
    }

    /// Lets the sync begin again: an entity is paused or resumed.
    public void beginAgain() {
        Sync sync = current;
        if (sync != null) {
            sync.beginAgain();
        }
    }

    private static Duration longer(Duration wait, Duration max) {
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(max) > 0 ? max : doubled;
    }

    /// Whether a start that failed so may succeed a little later.
    private static boolean mayPass(Exception failure) {
        return switch (failure) {
            case CannotConnect _, CannotReach _, CaptureStopped _ -> true;
            case SQLException sql -> {
                String state = String.valueOf(sql.getSQLState());
                // Connection failures; PostgreSQL going up or down, or ending a wait; a pool that
                // got
                // no connection in time, or a lock that a frozen instance has yet to lose.
                yield state.startsWith("08")
                        || state.startsWith("57")
                        || sql instanceof SQLTransientException
                        || sql instanceof SQLRecoverableException;
            }
            default -> false;
        };
    }

    private static String reason(Exception failure) {
        Throwable root = failure;
        while (failure instanceof SQLException && root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
