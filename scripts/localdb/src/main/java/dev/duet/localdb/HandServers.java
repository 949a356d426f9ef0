package dev.duet.localdb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The two servers that a person starts and stops by hand, each in a folder below one. One thread
/// at a time.
///
/// @param dir where both keep their data, logs and state
record HandServers(Path dir) {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    /// One of the two, known from its folder alone.
    ///
    /// @param stopSignal what ends it cleanly
    record HandServer(String name, String stopSignal, ServerFolder folder) {

        Optional<ProcessTree> running() {
            return folder.server().filter(ProcessTree::isRunning);
        }
    }

    /// The folder used where none is named: `$XDG_STATE_HOME/duet/localdb`, by default below
    /// `~/.local/state`.
    static Path defaultDir() {
        Path states =
                Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
                        .filter(value -> !value.isBlank())
                        .map(Path::of)
                        .orElseGet(
                                () ->
                                        Path.of(System.getProperty("user.home"), ".local")
                                                .resolve("state"));
        return states.resolve("duet").resolve("localdb");
    }

    /// Empty where nothing was ever started there.
    List<HandServer> known() {
        if (!Files.isDirectory(dir)) {
            return List.of();
        }
        return List.of(server("postgres", "INT"), server("mysql", "TERM"));
    }

    /// Starts what does not run yet; the servers outlive this JVM.
    void start() {
        if (server("postgres", "INT").running().isEmpty()) {
            OwnServer.start(LocalPostgres.program(), options("postgres"));
        }
        if (server("mysql", "TERM").running().isEmpty()) {
            OwnServer.start(LocalMysql.program(), options("mysql"));
        }
    }

    /// Where a server that runs listens.
    ServerAddress address(String name) {
        int port =
                known().stream()
                        .filter(it -> it.name().equals(name) && it.running().isPresent())
                        .findFirst()
                        .flatMap(it -> it.folder().port().stream().boxed().findFirst())
                        .orElseThrow(
                                () ->
                                        new CannotStartDatabase(
                                                name + " is not running: start it first"));
        boolean postgres = name.equals("postgres");
        return new ServerAddress(
                ServerAddress.LOOPBACK,
                port,
                postgres ? PostgresProgram.USER : MysqlProgram.USER,
                postgres ? PostgresProgram.PASSWORD : MysqlProgram.PASSWORD);
    }

    /// Ends the two processes that were started here, if they still are those.
    void stop() {
        known().forEach(server -> server.running().ifPresent(process -> stop(server, process)));
    }

    private static void stop(HandServer server, ProcessTree process) {
        process.signal(server.stopSignal());
        if (!process.awaitEnd(STOP_LIMIT)) {
            throw new CannotStartDatabase(
                    server.name()
                            + " (process "
                            + process.pid()
                            + ") did not end within "
                            + STOP_LIMIT.toSeconds()
                            + " s. The end of its log:\n"
                            + server.folder().logTail());
        }
    }

    private ServerOptions options(String name) {
        return ServerOptions.in(dir.resolve(name)).thatOutlivesJvm();
    }

    private HandServer server(String name, String stopSignal) {
        return new HandServer(name, stopSignal, ServerFolder.at(dir.resolve(name)));
    }
}
