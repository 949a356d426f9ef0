package dev.duet.localdb;

import dev.duet.localdb.HandServers.HandServer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The two local databases by hand, from the command line. One thread.
@Command(
        name = "localdb",
        description = "A PostgreSQL and a MySQL on this machine, for trying things out.",
        footer =
                "%nExample: localdb start --dir /tmp/try; localdb psql --dir /tmp/try -c 'select"
                        + " 1'")
public final class Main {

    private static final int OK = 0;
    private static final int NOT_RUNNING = 1;
    private static final int FAILED = 3;

    @Option(
            names = "--dir",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Where data, logs and state are kept (default: the user's state folder).")
    private @Nullable Path dir;

    @Option(
            names = "--help",
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Say how to use this.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Spec private CommandSpec spec;

    public static void main(String[] arguments) {
        var line = new CommandLine(new Main());
        line.setUnmatchedOptionsArePositionalParams(
                true); // psql and mysql take options of their own
        line.setExecutionExceptionHandler(
                (failure, failed, _) -> {
                    failed.getErr().println(failure.getMessage());
                    return FAILED;
                });
        System.exit(line.execute(arguments));
    }

    @Command(description = "Start both and leave them running; what runs already is left as it is.")
    int start() {
        servers().start();
        return status();
    }

    @Command(description = "Stop both; their data stays.")
    int stop(@Option(names = "--delete", description = "Delete their data too.") boolean delete) {
        servers().stop();
        if (delete) {
            servers().known().forEach(server -> server.folder().delete());
        }
        out().println(delete ? "stopped and deleted" : "stopped");
        return OK;
    }

    @Command(description = "Say what runs and how to connect; exit code 0 both run, 1 not.")
    int status() {
        List<HandServer> known = servers().known();
        known.forEach(server -> out().println(describe(server)));
        if (known.isEmpty()) {
            out().println("nothing was started in " + servers().dir());
        }
        boolean bothRun =
                !known.isEmpty() && known.stream().allMatch(it -> it.running().isPresent());
        return bothRun ? OK : NOT_RUNNING;
    }

    @Command(description = "Open psql, or run it with these arguments.")
    int psql(@Parameters(arity = "0..*", paramLabel = "ARGUMENT") List<String> arguments) {
        List<String> connect = List.of("-h", ServerAddress.LOOPBACK, "-U", PostgresProgram.USER);
        return client("postgres", LocalPostgres.program().client("psql"), connect, "-p", arguments);
    }

    @Command(description = "Open mysql, or run it with these arguments.")
    int mysql(@Parameters(arity = "0..*", paramLabel = "ARGUMENT") List<String> arguments) {
        List<String> connect = List.of("-h", ServerAddress.LOOPBACK, "-u", MysqlProgram.USER);
        return client("mysql", LocalMysql.program().client("mysql"), connect, "-P", arguments);
    }

    @Command(
            description = {
                "Start both and make the sample database Chinook in each, once: the PostgreSQL"
                        + " edition with all its rows, the MySQL edition with the catalogue alone.",
                "Writes systems.yaml, which 'duet scaffold' begins with."
            })
    int chinook(
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            defaultValue = ".",
                            description = "Where systems.yaml is written (default: here).")
                    Path out)
            throws IOException, SQLException {
        servers().start();
        var chinook = new Chinook(servers().address("postgres"), servers().address("mysql"));
        chinook.create();
        Path file = Files.createDirectories(out).resolve("systems.yaml");
        Files.writeString(file, chinook.systems());
        out().println("database chinook is in both; written: " + file);
        return OK;
    }

    private int client(
            String name,
            List<String> program,
            List<String> connect,
            String portOption,
            @Nullable List<String> arguments) {
        int port = servers().address(name).port();
        List<String> words = new ArrayList<>(program);
        words.addAll(connect);
        words.addAll(List.of(portOption, Integer.toString(port)));
        words.addAll(arguments == null ? List.of() : arguments);
        return attached(words);
    }

    /// Runs a client program on this terminal, to its end.
    private static int attached(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        builder.environment()
                .putAll(
                        Map.of(
                                "MYSQL_PWD",
                                MysqlProgram.PASSWORD,
                                "PGPASSWORD",
                                PostgresProgram.PASSWORD));
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            throw new CannotStartDatabase(words.getFirst() + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStartDatabase("interrupted", e);
        }
    }

    private static String describe(HandServer server) {
        if (server.running().isEmpty()) {
            return server.name() + ": not running (" + server.folder().root() + ")";
        }
        int port = server.folder().port().orElseThrow();
        boolean postgres = server.name().equals("postgres");
        String user = postgres ? PostgresProgram.USER : MysqlProgram.USER;
        String password = postgres ? PostgresProgram.PASSWORD : MysqlProgram.PASSWORD;
        return """
        %s: running, host %s, port %d, user %s, password %s, process %d
          folder %s\
        """
                .formatted(
                        server.name(),
                        ServerAddress.LOOPBACK,
                        port,
                        user,
                        password,
                        server.running().orElseThrow().pid(),
                        server.folder().root());
    }

    private HandServers servers() {
        return new HandServers(dir == null ? HandServers.defaultDir() : dir.toAbsolutePath());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
