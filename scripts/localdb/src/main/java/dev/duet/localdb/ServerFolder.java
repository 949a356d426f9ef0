package dev.duet.localdb;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/// The folder of one server: its data, its log, and a state file that names its port, its process
/// and the JVM that owns it.
///
/// One thread at a time.
final class ServerFolder {

    private static final String STATE_FILE = "server.properties";
    private static final String PORT = "port";
    private static final String SERVER = "server";
    private static final String OWNER = "owner";
    private static final int TAIL_LINES = 30;

    private final Path root;

    private ServerFolder(Path root) {
        this.root = root;
    }

    static ServerFolder at(Path root) {
        try {
            Files.createDirectories(root);
            return new ServerFolder(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A new folder with a name of its own in a folder for temporary files.
    static ServerFolder temporary(Path parent, String prefix) {
        try {
            return new ServerFolder(Files.createTempDirectory(parent, prefix));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path root() {
        return root;
    }

    Path data() {
        return root.resolve("data");
    }

    Path log() {
        return root.resolve("server.log");
    }

    OptionalInt port() {
        return Optional.ofNullable(read().getProperty(PORT)).stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
    }

    void rememberPort(int port) {
        Properties state = read();
        state.setProperty(PORT, Integer.toString(port));
        write(state);
    }

    /// The server process last started here, running or not.
    Optional<ProcessTree> server() {
        return process(SERVER);
    }

    void rememberServer(ProcessTree server) {
        remember(SERVER, server);
    }

    /// The JVM that ends the server when it ends itself; empty where the server outlives it.
    Optional<ProcessTree> owner() {
        return process(OWNER);
    }

    void rememberOwner(ProcessTree owner) {
        remember(OWNER, owner);
    }

    String logTail() {
        if (!Files.isRegularFile(log())) {
            return "(no log)";
        }
        try {
            String text = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(log cannot be read: " + e.getMessage() + ")";
        }
    }

    void delete() {
        Folders.delete(root);
    }

    private Optional<ProcessTree> process(String role) {
        Properties state = read();
        String pid = state.getProperty(role + ".pid");
        String started = state.getProperty(role + ".started-millis");
        if (pid == null || started == null) {
            return Optional.empty();
        }
        return Optional.of(new ProcessTree(Long.parseLong(pid), Long.parseLong(started)));
    }

    private void remember(String role, ProcessTree process) {
        Properties state = read();
        state.setProperty(role + ".pid", Long.toString(process.pid()));
        state.setProperty(role + ".started-millis", Long.toString(process.startedMillis()));
        write(state);
    }

    private Properties read() {
        var state = new Properties();
        Path file = root.resolve(STATE_FILE);
        if (!Files.isRegularFile(file)) {
            return state;
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            state.load(reader);
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Renamed into place, so that another process never reads half a file.
    private void write(Properties state) {
        Path part = root.resolve(STATE_FILE + ".part");
        try {
            try (Writer writer = Files.newBufferedWriter(part)) {
                state.store(writer, "a local database of Duet");
            }
            Files.move(
                    part,
                    root.resolve(STATE_FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
