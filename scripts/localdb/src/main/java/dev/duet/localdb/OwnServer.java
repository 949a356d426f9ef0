package dev.duet.localdb;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A server process that we start and end; its folder and its port outlive the process.
///
/// Shared: one call at a time, by its monitor. A hook ends the process when the JVM ends.
final class OwnServer implements ServerControl {

    private static final Logger LOG = LoggerFactory.getLogger(OwnServer.class);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final long PROBE_PAUSE_MILLIS = 50;
    private static final int PORT_TRIES = 3;

    private final ServerProgram program;
    private final ServerOptions options;
    private final ServerFolder folder;
    private final Thread atJvmEnd;
    private int port;
    private @Nullable ProcessTree process;
    private boolean closed;

    private OwnServer(ServerProgram program, ServerOptions options) {
        this.program = program;
        this.options = options;
        this.folder =
                options.folder()
                        .map(ServerFolder::at)
                        .orElseGet(() -> TemporaryFolders.create(program.name()));
        this.atJvmEnd = new Thread(this::endAtOnce, "localdb-end-" + program.name());
    }

    /// Starts a server and returns when it answers SQL.
    static OwnServer start(ServerProgram program, ServerOptions options) {
        var server = new OwnServer(program, options);
        if (!options.outlivesJvm()) {
            Runtime.getRuntime().addShutdownHook(server.atJvmEnd);
        }
        try {
            server.startFirst();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public ServerAddress address() {
        return program.addressAt(port);
    }

    @Override
    public Path dataFolder() {
        return folder.data();
    }

    @Override
    public Path logFile() {
        return folder.log();
    }

    @Override
    public synchronized boolean isRunning() {
        return process != null && process.isRunning();
    }

    @Override
    public List<String> client(String name) {
        return program.client(name);
    }

    @Override
    public synchronized void stop() {
        if (!endCleanly(STOP_LIMIT)) {
            throw new CannotStartDatabase(
                    program.name()
                            + " did not end within "
                            + STOP_LIMIT.toSeconds()
                            + " s of "
                            + program.stopSignal()
                            + "; kill() ends it. The end of its log:\n"
                            + folder.logTail());
        }
    }

    @Override
    public synchronized void kill() {
        if (process == null) {
            return;
        }
        program.kill(process, port);
        process = null;
        program.filesNamingTheProcess()
                .forEach(file -> Folders.delete(folder.data().resolve(file)));
    }

    @Override
    public synchronized void freeze() {
        if (process != null) {
            process.freeze();
        }
    }

    @Override
    public synchronized void thaw() {
        if (process != null) {
            process.thaw();
        }
    }

    @Override
    public synchronized void restart(Map<String, String> moreSettings) {
        if (closed) {
            throw new IllegalStateException(program.name() + " was closed and cannot be restarted");
        }
        stop();
        launch(moreSettings);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (options.folder().isEmpty()) {
            kill();
            folder.delete();
        } else if (!endCleanly(STOP_LIMIT)) {
            LOG.warn("Server did not stop and is killed: server={}", program.name());
            kill();
        }
        forgetJvmEnd();
    }

    private synchronized void startFirst() {
        folder.server()
                .filter(ProcessTree::isRunning)
                .ifPresent(
                        running -> {
                            throw new CannotStartDatabase(
                                    program.name()
                                            + " runs already in "
                                            + folder.root()
                                            + " (process "
                                            + running.pid()
                                            + "); stop it first");
                        });
        if (!options.outlivesJvm()) {
            folder.rememberOwner(ProcessTree.ofThisJvm());
        }
        prepareData();
        int wished = options.port() != 0 ? options.port() : folder.port().orElse(0);
        if (wished != 0) {
            port = wished;
            launch(Map.of());
        } else {
            launchOnFreePort();
        }
        folder.rememberPort(port);
    }

    private void prepareData() {
        if (Files.isDirectory(folder.data())) {
            return;
        }
        Path part = folder.root().resolve("data.part");
        Folders.delete(part);
        program.initialise(part);
        try {
            Files.move(part, folder.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Another process may take a free port between our look and the server's; then the next one is
    /// tried.
    private void launchOnFreePort() {
        for (int attempt = 1; ; attempt++) {
            port = Ports.pick();
            try {
                launch(Map.of());
                return;
            } catch (CannotStartDatabase e) {
                if (attempt == PORT_TRIES || Ports.isFree(port)) {
                    throw e;
                }
                LOG.info("Port was taken by another process, trying the next: port={}", port);
            }
        }
    }

    private void launch(Map<String, String> moreSettings) {
        Map<String, String> settings = new LinkedHashMap<>();
        program.settings(port).forEach((name, value) -> settings.put(normal(name), value));
        options.settings().forEach((name, value) -> settings.put(normal(name), value));
        moreSettings.forEach((name, value) -> settings.put(normal(name), value));
        long start = System.nanoTime();
        Process started = spawn(program.command(folder.data(), port, settings));
        process = ProcessTree.of(started.toHandle());
        folder.rememberServer(process);
        try {
            awaitReady(started);
        } catch (CannotStartDatabase e) {
            kill();
            throw e;
        }
        LOG.info(
                "Local server answers: server={} port={} pid={} startMillis={}",
                program.name(),
                port,
                started.pid(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /// Both databases take `-` and `_` in setting names as the same, but for PostgreSQL's files,
    /// which want `_`.
    private static String normal(String name) {
        return name.replace('-', '_');
    }

    private Process spawn(List<String> command) {
        List<String> words = new ArrayList<>();
        // A session of its own: Ctrl-C at a terminal is for the program under test, not for its
        // databases.
        ProgramPath.find("setsid").map(Path::toString).ifPresent(words::add);
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("TZ", "UTC");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.directory(folder.root().toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new CannotStartDatabase(program.name() + " cannot be run", e);
        }
    }

    private void awaitReady(Process started) {
        long end = System.nanoTime() + options.startLimit().toNanos();
        SQLException last = null;
        while (System.nanoTime() < end) {
            try {
                program.probe(port, folder.data());
                return;
            } catch (SQLException e) {
                last = e;
            }
            if (ended(started)) {
                throw failure("ended with exit code " + started.exitValue(), last);
            }
        }
        throw failure("did not answer SQL within " + options.startLimit().toSeconds() + " s", last);
    }

    private boolean ended(Process started) {
        try {
            return started.waitFor(PROBE_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failure("was starting when this thread was interrupted", null);
        }
    }

    private CannotStartDatabase failure(String what, @Nullable SQLException cause) {
        String answer = Optional.ofNullable(cause).map(e -> " (" + e.getMessage() + ")").orElse("");
        return new CannotStartDatabase(
                program.name()
                        + " at port "
                        + port
                        + " "
                        + what
                        + answer
                        + ". The end of "
                        + folder.log()
                        + ":\n"
                        + folder.logTail(),
                cause);
    }

    private boolean endCleanly(Duration limit) {
        if (process == null) {
            return true;
        }
        process.thaw(); // a stalled process takes no signal
        process.signal(program.stopSignal());
        if (!process.awaitEnd(limit)) {
            return false;
        }
        process = null;
        return true;
    }

    private void endAtOnce() {
        try {
            close();
        } catch (RuntimeException e) {
            LOG.warn("Local server could not be ended: server={}", program.name(), e);
        }
    }

    private void forgetJvmEnd() {
        if (Thread.currentThread() == atJvmEnd) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atJvmEnd);
        } catch (IllegalStateException _) {
            // The JVM is ending and the hook runs already.
        }
    }
}
