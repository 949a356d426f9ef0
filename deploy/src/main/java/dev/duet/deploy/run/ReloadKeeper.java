package dev.duet.deploy.run;

import dev.duet.apply.store.PauseStore.Pause;
import dev.duet.apply.store.ReloadStore;
import dev.duet.apply.store.ReloadStore.Reload;
import dev.duet.deploy.check.CannotReach;
import dev.duet.deploy.check.Finding;
import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult;
import dev.duet.deploy.connect.CannotConnect;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Takes up the configuration file anew when `duet reload` asks for it. On a thread of its own.
///
/// The sync ends and begins again in this process, which is to it as a restart is: what is right
/// for one is right for the other. Before that the new file is looked at as a start looks at it,
/// and refused whole where that would not begin.
final class ReloadKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReloadKeeper.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int SHOWN_MAX = 5;

    private final Path path;
    private final ConfigFile current;
    private final RunLoop loop;
    private final OpenSystems systems;
    private final boolean checks;
    private final ReloadStore store = new ReloadStore();
    private final Thread thread = Thread.ofVirtual().name("duet-reload").unstarted(this::keep);

    /// @param checks whether what `duet check` finds keeps the new file from being taken up
    ReloadKeeper(Path path, ConfigFile current, RunLoop loop, OpenSystems systems, boolean checks) {
        this.path = path;
        this.current = current;
        this.loop = loop;
        this.systems = systems;
        this.checks = checks;
    }

    void start() {
        thread.start();
    }

    private void keep() {
        boolean isNoted = false;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(LOOK_AGAIN);
                try {
                    if (!isNoted) {
                        isNoted = note();
                    } else if (isAnswered()) {
                        return;
                    }
                } catch (SQLException | CannotConnect | CannotReach e) {
                    log.debug("whether to reload cannot be read, looking again", e);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the sync ends
        }
    }

    /// Says what is in force, once the sync is under way.
    private boolean note() throws SQLException {
        boolean isUnderWay = loop.isUnderWay();
        if (isUnderWay) {
            try (Connection connection = first().pool().getConnection()) {
                store.inForce(connection, current.lines(), current.fingerprint());
                connection.commit();
            }
        }
        return isUnderWay;
    }

    private Side first() {
        return systems.side(current.config().first().name());
    }

    /// @return whether the sync has ended, for another to begin
    private boolean isAnswered() throws SQLException {
        Optional<Reload> asked;
        try (Connection connection = first().pool().getConnection()) {
            asked = store.read(connection).filter(Reload::isOpen);
            connection.rollback();
        }
        if (asked.isEmpty()) {
            return false;
        }
        String refusal;
        switch (new ConfigReader().read(path)) {
            case ConfigResult.Invalid invalid ->
                    refusal =
                            "the file has %d problems, such as: %s"
                                    .formatted(
                                            invalid.problems().size(),
                                            invalid.problems().getFirst());
            case ConfigResult.Valid valid -> {
                ConfigFile file = ConfigFile.of(path, valid);
                try {
                    require(file, asked.get());
                    DuetConfig fresh = fresh(file);
                    require(fresh);
                    resume(fresh);
                    loop.takeUp(file);
                    return true;
                } catch (CannotRun e) {
                    refusal = String.valueOf(e.getMessage());
                }
            }
        }
        log.warn("the changed configuration is not taken up reason={}", refusal);
        try (Connection connection = first().pool().getConnection()) {
            store.refuse(connection, refusal);
            connection.commit();
        }
        return false;
    }

    /// What was paused since its tables did not fit the file goes on: they fit this one.
    private void resume(DuetConfig config) throws SQLException {
        for (EntityConfig entity : config.entities()) {
            Pauses.Said said =
                    Pauses.say(
                            first(),
                            entity.name(),
                            before ->
                                    before.isAltered()
                                            ? before.resumed(
                                                    "its tables fit the file again", "duet reload")
                                            : before);
            if (said.isChanged()) {
                log.info("an entity resumes, its tables fit the file entity={}", entity.name());
            }
        }
    }

    /// @throws CannotRun when it is not the file that was meant, or needs a start
    private void require(ConfigFile file, Reload asked) {
        if (!file.fingerprint().equals(asked.askedFor())) {
            throw new CannotRun(
                    "the running instance reads "
                            + path.toAbsolutePath()
                            + ", which is not the file that 'duet reload' was given");
        }
        if (!file.isOfTheSame(current.config())) {
            throw new CannotRun("it names other databases: stop 'duet run' and start it again");
        }
    }

    /// All of a file but the entities that are paused since they do not fit, and of which it says
    /// what was said before: they stay so.
    private DuetConfig fresh(ConfigFile file) throws SQLException {
        DuetConfig config = file.config();
        Map<String, Pause> said = Fitting.said(config, systems.sides());
        Set<String> waiting =
                Fitting.beside(config, systems.sides()).misfits().stream()
                        .map(Misfit::entity)
                        .filter(it -> said.getOrDefault(it, Pause.none(it)).isAltered())
                        .filter(it -> file.linesOf(it).equals(current.linesOf(it)))
                        .collect(Collectors.toSet());
        return config.of(
                config.entities().stream()
                        .filter(it -> !waiting.contains(it.name()))
                        .filter(it -> it.partOf().filter(waiting::contains).isEmpty())
                        .toList());
    }

    /// @throws CannotRun when something does not fit
    private void require(DuetConfig fresh) throws SQLException {
        List<Finding> errors = checks ? Preflight.errors(fresh) : List.of();
        if (!errors.isEmpty()) {
            String found =
                    errors.stream()
                            .limit(SHOWN_MAX)
                            .map(it -> it.code().id() + " " + it.subject())
                            .collect(Collectors.joining(", "));
            throw new CannotRun(
                    "'duet check' finds %d errors and says how to mend them: %s%s"
                            .formatted(
                                    errors.size(),
                                    found,
                                    errors.size() > SHOWN_MAX ? " and more" : ""));
        }
        Blueprint.compile(fresh, systems.sides());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
