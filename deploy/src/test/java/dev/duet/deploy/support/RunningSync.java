package dev.duet.deploy.support;

import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Connections;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.run.DirectionState;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.run.Sync;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

/// Duet on a thread of this JVM; closed as Ctrl-C would.
public final class RunningSync implements AutoCloseable {
    private final Sync sync;
    private final Thread thread;
    private final Map<String, Side> sides = new LinkedHashMap<>();
    private final List<Connections> opened = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private RunningSync(
            DuetConfig config,
            Map<String, String> secrets,
            Sync.Variations variations,
            UnaryOperator<DataSource> pools) {
        Endpoints endpoints =
                new Endpoints(new SecretResolver(secrets), config.settings().timeouts());
        for (SystemConfig system : config.systems()) {
            var connections = new Connections(endpoints.writer(system));
            var reads = new Connections(endpoints.reader(system));
            opened.add(connections);
            opened.add(reads);
            sides.put(
                    system.name(),
                    Side.of(
                            endpoints.reader(system),
                            reads.pool("read", 2),
                            pools.apply(connections.pool("apply", 4))));
        }
        sync = new Sync(config, sides, variations);
        thread = Thread.ofPlatform().name("duet-under-test").start(this::run);
    }

    /// Starts; [#awaitRunning()] waits until it applies.
    public static RunningSync start(Workbench workbench, DuetConfig config) {
        return start(workbench, config, Sync.Variations.NONE);
    }

    public static RunningSync start(
            Workbench workbench, DuetConfig config, Sync.Variations variations) {
        return new RunningSync(config, workbench.secrets(), variations, UnaryOperator.identity());
    }

    /// With pools that may do as a faulty database would.
    public static RunningSync start(
            Workbench workbench, DuetConfig config, UnaryOperator<DataSource> pools) {
        return new RunningSync(config, workbench.secrets(), Sync.Variations.NONE, pools);
    }

    private void run() {
        try {
            sync.run();
        } catch (Exception e) {
            failure.set(e);
        }
    }

    /// By name, with connections of its own.
    public Map<String, Side> sides() {
        return sides;
    }

    public RunningSync awaitRunning() {
        for (Shop shop : Shop.values()) {
            awaitState(shop, DirectionState.Running.class);
        }
        return this;
    }

    /// Waits until the direction out of that side is in such a state, and returns it.
    public <S extends DirectionState> S awaitState(Shop source, Class<S> kind) {
        Await.until(
                "out of " + source + ": " + kind.getSimpleName(),
                Workbench.LIMIT,
                () -> {
                    Throwable ended = failure.get();
                    if (ended != null) {
                        throw new AssertionError("Duet ended", ended);
                    }
                    return kind.isInstance(state(source));
                });
        return kind.cast(state(source));
    }

    /// What the direction out of that side is doing.
    public DirectionState state(Shop source) {
        return sync.states().entrySet().stream()
                .filter(entry -> entry.getKey().source().equals(source.system()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(DirectionState.Starting::new);
    }

    /// Waits until it has ended by itself, and says why.
    public Optional<Throwable> awaitEnd(Duration limit) throws InterruptedException {
        if (!thread.join(limit)) {
            throw new AssertionError("Duet did not end within " + limit);
        }
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        sync.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        opened.forEach(Connections::close);
    }
}
