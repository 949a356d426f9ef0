package dev.duet.deploy.pause;

import dev.duet.apply.store.ParkedStore;
import dev.duet.apply.store.PauseStore;
import dev.duet.apply.store.PauseStore.Pause;
import dev.duet.apply.store.PauseStore.State;
import dev.duet.deploy.run.Companion;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Pauses;
import dev.duet.deploy.run.Side;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Does what is said in `duet.pause`, which it looks at every second: lets the sync begin again
/// where that is not what it began with, and mends the parked records of an entity that resumes. On
/// a thread of its own, with connections of its own.
public final class PauseKeeper implements Companion {
    private static final Logger log = LoggerFactory.getLogger(PauseKeeper.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /// Between two rounds, where records stay parked.
    private static final Duration ROUND_AGAIN = Duration.ofSeconds(5);

    /// How long a read may take to end by itself when the sync ends.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final DuetConfig config;
    private final Supplier<Optional<Pauses>> pauses;
    private final Runnable beginAgain;
    private final OpenSystems systems;
    private final PauseStore store = new PauseStore();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Map<String, Long> nextRoundNanos = new HashMap<>();
    private final Thread thread;

    /// With which the sync began that was last let begin again.
    private @Nullable Pauses outdated;

    /// @param pauses with which the sync that is under way began; nothing where none is
    /// @param beginAgain ends that sync, for another to begin
    public PauseKeeper(DuetConfig config, Supplier<Optional<Pauses>> pauses, Runnable beginAgain) {
        this.config = config;
        this.pauses = pauses;
        this.beginAgain = beginAgain;
        this.systems = OpenSystems.of(config);
        this.thread = Thread.ofPlatform().name("duet-pauses").daemon().unstarted(this::run);
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopped.get()) {
                Thread.sleep(LOOK_AGAIN);
                try {
                    look();
                } catch (SQLException | RuntimeException e) {
                    if (!stopped.get()) {
                        log.warn(
                                "what is paused cannot be looked at, trying again reason={}",
                                e.getMessage());
                        log.debug("the look that failed", e);
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the sync ends
        }
    }

    private void look() throws SQLException, InterruptedException {
        Optional<Pauses> current = pauses.get();
        if (current.isEmpty()) {
            return;
        }
        Pauses began = current.get();
        if (began.equals(outdated)) {
            return; // it is about to end
        }
        Map<String, Pause> now;
        try (Connection connection = connection()) {
            now = store.read(connection);
            for (Pause pause : now.values()) {
                if (!pause.isObeyed() && began.of(pause.entity()).turn() == pause.turn()) {
                    store.obeyed(connection, pause);
                }
            }
            connection.commit();
        }
        if (began.isOutdated(now)) {
            log.info("other records are to be parked than are: beginning again");
            outdated = began;
            nextRoundNanos.clear();
            beginAgain.run();
            return;
        }
        for (String entity : began.in(State.RESUMING)) {
            Pause pause = now.get(entity);
            if (pause != null && pause.state() == State.RESUMING) {
                if (pause.isUnseen()) {
                    survey(began, pause);
                } else {
                    resume(began, pause);
                }
            }
        }
    }

    /// What was done to an entity that was left out is found, and then it resumes as others do.
    private void survey(Pauses began, Pause pause) throws SQLException, InterruptedException {
        String entity = pause.entity();
        if (isResting(entity)) {
            return;
        }
        Optional<String> obstacle =
                new Survey(config, systems, began, entity, () -> isOver(began)).run();
        if (obstacle.isEmpty()) {
            Pauses.say(
                    systems.side(config.first().name()),
                    entity,
                    last -> last.turn() == pause.turn() ? last.compared() : last);
            return;
        }
        waits(pause, "it was left out, and is not compared yet: " + obstacle.get());
    }

    /// Whether a round has just ended.
    private boolean isResting(String entity) {
        Long next = nextRoundNanos.get(entity);
        return next != null && System.nanoTime() < next;
    }

    private void waits(Pause pause, String why) throws SQLException {
        try (Connection connection = connection()) {
            store.waits(connection, pause, why);
            connection.commit();
        }
        nextRoundNanos.put(pause.entity(), System.nanoTime() + ROUND_AGAIN.toNanos());
    }

    private void resume(Pauses began, Pause pause) throws SQLException, InterruptedException {
        String entity = pause.entity();
        if (began.parked(entity).isEmpty()) {
            // a person may have let go of what was held, and parked before that
            for (SystemConfig source : config.systems()) {
                Side into = systems.peerOf(source.name());
                try (Connection connection = into.pool().getConnection()) {
                    began.lock(connection, source.name());
                    new ParkedStore(source.name()).remove(connection, entity);
                    connection.commit();
                }
            }
            try (Connection connection = connection()) {
                store.isOn(connection, pause);
                connection.commit();
            }
            log.info("the entity goes on, nothing of it is parked entity={}", entity);
            return;
        }
        if (isResting(entity)) {
            return;
        }
        String waits =
                new Resumption(config, systems, began, entity, pause.by(), () -> isOver(began))
                        .round();
        if (!waits.isEmpty()) {
            log.warn("records stay parked entity={} reason={}", entity, waits);
        }
        waits(pause, waits);
    }

    /// Whether the sync that parks by these has ended.
    private boolean isOver(Pauses began) {
        return stopped.get() || pauses.get().filter(it -> it.equals(began)).isEmpty();
    }

    private Connection connection() throws SQLException {
        return systems.side(config.first().name()).pool().getConnection();
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
