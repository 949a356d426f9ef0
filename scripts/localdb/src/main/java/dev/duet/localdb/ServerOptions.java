package dev.duet.localdb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How to start a local server. Immutable.
///
/// @param folder where data, log and state are kept; empty means a temporary folder that
///   [LocalServer#close] deletes
/// @param port the loopback port, or 0 for the one this folder had before, else a free one
/// @param settings server settings over the built-in ones: `-c name=value` for PostgreSQL,
///   `--name=value` for MySQL
/// @param startLimit how long a start may take until SQL is answered, recovery after a kill
///   included
/// @param outlivesJvm whether the server keeps running when this JVM ends
public record ServerOptions(
        Optional<Path> folder,
        int port,
        Map<String, String> settings,
        Duration startLimit,
        boolean outlivesJvm) {

    /// Long enough for recovery after a kill on a busy machine with two cores.
    public static final Duration DEFAULT_START_LIMIT = Duration.ofSeconds(120);

    public ServerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " is not between 0 and 65535");
        }
        if (folder.isEmpty() && outlivesJvm) {
            throw new IllegalArgumentException(
                    "a server that outlives the JVM needs a folder of its own");
        }
        folder = folder.map(Path::toAbsolutePath).map(Path::normalize);
        settings = Map.copyOf(settings);
    }

    /// A server in a temporary folder on a free port.
    public static ServerOptions temporary() {
        return new ServerOptions(Optional.empty(), 0, Map.of(), DEFAULT_START_LIMIT, false);
    }

    /// A server in a folder that is kept; starting there again finds the same data and the same
    /// port.
    public static ServerOptions in(Path folder) {
        return new ServerOptions(Optional.of(folder), 0, Map.of(), DEFAULT_START_LIMIT, false);
    }

    public ServerOptions withPort(int newPort) {
        return new ServerOptions(folder, newPort, settings, startLimit, outlivesJvm);
    }

    public ServerOptions withSetting(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return new ServerOptions(folder, port, more, startLimit, outlivesJvm);
    }

    public ServerOptions withStartLimit(Duration newLimit) {
        return new ServerOptions(folder, port, settings, newLimit, outlivesJvm);
    }

    /// The server is left running when this JVM ends; whoever started it must stop it.
    public ServerOptions thatOutlivesJvm() {
        return new ServerOptions(folder, port, settings, startLimit, true);
    }
}
