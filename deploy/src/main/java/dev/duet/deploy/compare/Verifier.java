package dev.duet.deploy.compare;

import dev.duet.apply.store.PauseStore;
import dev.duet.apply.store.PauseStore.Pause;
import dev.duet.apply.store.VerificationStore;
import dev.duet.apply.store.VerificationStore.Counts;
import dev.duet.deploy.run.Companion;
import dev.duet.deploy.run.Misfit;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.terminal.Progress;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.Settings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Compares both sides round after round while the sync runs, at a set pace, and notes in
/// `duet.verification` how many rows are known equal. On a thread of its own.
///
/// It has connections of its own, so that the sync never waits for one that is reading.
public final class Verifier implements Companion {
    private static final Logger log = LoggerFactory.getLogger(Verifier.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// What is read in one go is read at once, so a table at a slow pace is read in small chunks.
    private static final int MOST_ROWS_AT_ONCE = 1_000;

    /// How long a read may take to end by itself when the sync ends.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final DuetConfig config;
    private final BooleanSupplier isUnderWay;
    private final OpenSystems systems;
    private final VerificationStore store = new VerificationStore();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread;
    private String complained = "";

    /// @param isUnderWay whether this instance is the one that syncs
    public Verifier(DuetConfig config, BooleanSupplier isUnderWay) {
        this.config = config;
        this.isUnderWay = isUnderWay;
        this.systems = OpenSystems.of(config);
        this.thread = Thread.ofPlatform().name("duet-verify").daemon().unstarted(this::run);
    }

    /// Does nothing where the file says `verify: off`.
    @Override
    public void start() {
        if (config.settings().verify().isPresent()) {
            thread.start();
        }
    }

    private void run() {
        config.settings().verify().ifPresent(this::verify);
    }

    private void verify(Settings.Verify settings) {
        try {
            while (!stopped.get()) {
                Thread.sleep(LOOK_AGAIN);
                if (isUnderWay.getAsBoolean()) {
                    round(settings);
                    Thread.sleep(settings.pause());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the sync ends
        }
    }

    private void round(Settings.Verify settings) throws InterruptedException {
        List<String> entities = config.entities().stream().map(EntityConfig::name).toList();
        Request request =
                Request.whole(
                        entities, Math.min(MOST_ROWS_AT_ONCE, settings.rowsPerSecond()), PATIENCE);
        try {
            // anew each time, for tables may have been changed
            var comparison =
                    new Comparison(
                            config,
                            request,
                            systems,
                            Progress.unseen(),
                            stopped::get,
                            Throttle.of(2L * settings.rowsPerSecond()));
            for (String entity : entities) {
                verify(comparison, entity);
            }
        } catch (SQLException | RuntimeException e) {
            complain("the sides cannot be compared beside the sync reason=" + e.getMessage(), e);
        }
    }

    private void verify(Comparison comparison, String entity)
            throws SQLException, InterruptedException {
        try {
            Pause pause = pause(entity);
            if (!pause.isOn()) {
                failed(entity, "the entity is " + pause.state().word());
                return;
            }
            Findings findings = comparison.run(List.of(entity), Unlike.Sink.NONE);
            if (!stopped.get() && pause(entity).isOn()) {
                note(entity, findings);
            }
        } catch (SQLException | RuntimeException e) {
            String why = String.valueOf(e.getMessage());
            complain("cannot compare beside the sync entity=" + entity + " reason=" + why, e);
            failed(entity, why);
        }
    }

    private Pause pause(String entity) throws SQLException {
        try (Connection connection = connection()) {
            Pause pause = new PauseStore().read(connection, entity);
            connection.rollback();
            return pause;
        }
    }

    private void note(String entity, Findings findings) throws SQLException {
        Optional<String> obstacle =
                findings.leftOut().stream()
                        .findFirst()
                        .map(Misfit::words)
                        .or(() -> Optional.ofNullable(findings.obstacle()));
        if (obstacle.isPresent()) {
            failed(entity, obstacle.get());
            return;
        }
        Tally tally = findings.tallies().getFirst();
        long differing =
                tally.differences()
                        - tally.of(Reason.Code.HELD)
                        - tally.of(Reason.Code.NOT_APPLIED);
        try (Connection connection = connection()) {
            store.compared(
                    connection,
                    entity,
                    new Counts(Math.max(tally.first(), tally.second()), tally.equal(), differing),
                    tally.took());
            connection.commit();
        }
        complained = "";
        if (differing > 0) {
            log.warn(
                    "both sides differ though the sync is past all that is in the logs entity={}"
                            + " rows={}: 'duet compare --entity {}' shows which, with --repair it"
                            + " mends them",
                    entity,
                    differing,
                    entity);
        }
    }

    private void failed(String entity, String why) throws SQLException {
        if (stopped.get()) {
            return;
        }
        try (Connection connection = connection()) {
            store.failed(connection, entity, why);
            connection.commit();
        }
    }

    private Connection connection() throws SQLException {
        return systems.side(config.first().name()).pool().getConnection();
    }

    /// Once, until something else is the matter or all is well again.
    private void complain(String words, Exception cause) {
        if (!stopped.get() && !words.equals(complained)) {
            complained = words;
            log.warn("{}", words);
        }
        log.debug("a round of comparing was given up", cause);
    }

    @Override
    public void close() {
        stopped.set(true);
        thread.interrupt();
        try {
            thread.join(GRACE);
            systems.close(); // ends what a database does not answer
            thread.join();
        } catch (InterruptedException _) {
            systems.close();
            Thread.currentThread().interrupt();
        }
    }
}
