package dev.duet.deploy.control;

import dev.duet.apply.store.ReloadStore;
import dev.duet.apply.store.ReloadStore.Reload;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.Main;
import dev.duet.deploy.Person;
import dev.duet.deploy.run.ConfigFile;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.status.Instance;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `duet reload`.
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description =
                "Shows what the file says otherwise than the running 'duet run' has it, and has"
                    + " that take it up: new entities, changed rules. It is refused whole when the"
                    + " file or 'duet check' has an error, and all goes on as before then. 'duet"
                    + " run' ends what is under way and begins again, which takes some seconds;"
                    + " nothing is lost or written twice by it. After a new entity run 'duet init'"
                    + " first. Other databases need a stop and a start.",
        footer = {
            "",
            "Exit codes: 0 taken up, or nothing has changed; 1 refused, not taken up in time, or no"
                    + " instance is at work; 2 the file is wrong; 3 a database cannot be reached.",
            "",
            "Example:",
            "  duet reload --dry-run",
            "  duet --config duet.yaml reload"
        })
public final class ReloadCommand implements Callable<Integer> {
    /// A start looks at both databases first.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Option(names = "--dry-run", description = "Only show what would change.")
    private boolean dryRun;

    private final ReloadStore store = new ReloadStore();

    @Override
    public Integer call() throws SQLException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ConfigFile file = ConfigFile.of(main.file(), main.valid());
        try (OpenSystems systems = OpenSystems.of(file.config())) {
            systems.requireReachable();
            Side first = systems.side(file.config().first().name());
            Optional<Reload> row = read(first);
            if (row.isEmpty() || !isLive(first)) {
                out.println("'duet run' is not at work: the next one reads the file as it is.");
                return ExitCode.FOUND;
            }
            List<String> changes = changes(row.get().inForce(), file.lines());
            changes.forEach(out::println);
            if (changes.isEmpty()) {
                out.println("nothing has changed");
                return ExitCode.DONE;
            }
            out.flush();
            return dryRun ? ExitCode.DONE : ask(first, file, out);
        }
    }

    /// What is said no more, and what is said now, by value.
    private static List<String> changes(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> fresh = after.lines().toList();
        return Stream.concat(
                        old.stream().filter(it -> !fresh.contains(it)).map(it -> "- " + it),
                        fresh.stream().filter(it -> !old.contains(it)).map(it -> "+ " + it))
                .toList();
    }

    private int ask(Side first, ConfigFile file, PrintWriter out)
            throws SQLException, InterruptedException {
        try (Connection connection = first.pool().getConnection()) {
            store.ask(connection, file.fingerprint(), Person.here());
            connection.commit();
        }
        long limit = System.nanoTime() + PATIENCE.toNanos();
        Reload now = read(first).orElseThrow();
        while (now.isOpen() && System.nanoTime() < limit) {
            Thread.sleep(LOOK_AGAIN);
            now = read(first).orElseThrow();
        }
        if (now.isOpen()) {
            out.println("not taken up yet: see the log of 'duet run'");
            return ExitCode.FOUND;
        }
        out.println(
                now.refusal().isEmpty()
                        ? "taken up"
                        : "refused, all goes on as before: " + now.refusal());
        return now.refusal().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private Optional<Reload> read(Side first) throws SQLException {
        try (Connection connection = first.pool().getConnection()) {
            Optional<Reload> row = store.read(connection);
            connection.rollback();
            return row;
        }
    }

    private static boolean isLive(Side first) throws SQLException {
        try (Connection connection = first.pool().getConnection()) {
            boolean live = Instance.read(connection).isLive();
            connection.rollback();
            return live;
        }
    }
}
