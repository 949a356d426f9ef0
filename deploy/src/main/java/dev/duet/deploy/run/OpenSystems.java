package dev.duet.deploy.run;

import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Connections;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Both systems of a configuration with their connections, for one command; closes them in reverse
/// order.
public final class OpenSystems implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OpenSystems.class);

    /// Applying, lease, self-test and start-up work at the same time; a tool needs fewer.
    private static final int POOL_SIZE = 4;

    /// Two may be busy with a table when what they read is looked up in another.
    private static final int READERS = 4;

    private final Map<String, Side> sides = new LinkedHashMap<>();
    private final Deque<Connections> opened = new ArrayDeque<>();

    private OpenSystems() {}

    /// Connects to nothing yet.
    ///
    /// @throws dev.duet.deploy.config.CannotReadSecret when a password cannot be read
    public static OpenSystems of(DuetConfig config) {
        return of(config, endpoints(config));
    }

    private static Endpoints endpoints(DuetConfig config) {
        return new Endpoints(new SecretResolver(System.getenv()), config.settings().timeouts());
    }

    /// The same with endpoints that are known already.
    public static OpenSystems of(DuetConfig config, Endpoints endpoints) {
        return of(config, endpoints, Connections::new);
    }

    private static OpenSystems of(
            DuetConfig config, Endpoints endpoints, Function<Endpoint, Connections> writers) {
        var systems = new OpenSystems();
        try {
            for (SystemConfig system : config.systems()) {
                systems.open(endpoints.reader(system), endpoints.writer(system), writers);
            }
            return systems;
        } catch (RuntimeException e) {
            systems.close();
            throw e;
        }
    }

    /// Connects once to each system, and keeps nothing open when one does not answer.
    ///
    /// @throws dev.duet.deploy.config.CannotReadSecret when a password cannot be read
    /// @throws dev.duet.deploy.connect.CannotConnect when a database is not there
    public static OpenSystems reachable(DuetConfig config) {
        return reachable(of(config));
    }

    /// The same for a command that writes many rows.
    public static OpenSystems reachableToFill(DuetConfig config) {
        return reachable(filling(config, endpoints(config)));
    }

    /// The same, connected to nothing yet.
    public static OpenSystems filling(DuetConfig config, Endpoints endpoints) {
        return of(config, endpoints, Connections::filling);
    }

    private static OpenSystems reachable(OpenSystems systems) {
        try {
            systems.requireReachable();
            return systems;
        } catch (RuntimeException e) {
            systems.close();
            throw e;
        }
    }

    private void open(Endpoint reader, Endpoint writer, Function<Endpoint, Connections> writers) {
        var reads = new Connections(reader);
        opened.push(reads);
        Connections writes = writers.apply(writer);
        opened.push(writes);
        sides.put(
                reader.system(),
                Side.of(reader, reads.pool("read", READERS), writes.pool("apply", POOL_SIZE)));
    }

    /// By name, in the order of the file.
    public Map<String, Side> sides() {
        return sides;
    }

    public Side side(String system) {
        Side side = sides.get(system);
        if (side == null) {
            throw new IllegalArgumentException("there is no system " + system);
        }
        return side;
    }

    /// The other one.
    public Side peerOf(String system) {
        Side own = side(system);
        return sides.values().stream().filter(it -> !it.equals(own)).findFirst().orElseThrow();
    }

    /// Connects once to each system under each role.
    ///
    /// @throws dev.duet.deploy.connect.CannotConnect for the first that does not answer
    public void requireReachable() {
        for (Connections connections : opened) {
            try {
                connections.open().close();
            } catch (SQLException e) {
                log.debug("a connection did not close endpoint={}", connections.endpoint(), e);
            }
        }
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (IllegalStateException e) {
                log.warn("connections were not closed reason={}", e.getMessage());
            }
        }
    }
}
