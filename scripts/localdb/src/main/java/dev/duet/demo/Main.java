package dev.duet.demo;

import dev.duet.demo.DuetProgram.Said;
import dev.duet.localdb.CannotStartDatabase;
import dev.duet.localdb.LocalDatabases;
import dev.duet.localdb.LocalServer;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// The demo from start to end: databases, tables, Duet, the story. One thread.
@Command(
        name = "scripts/demo",
        description =
                "Shows Duet at work between a real PostgreSQL and a real MySQL, both started for it"
                        + " on this machine and gone when it ends.",
        footer = {
            "",
            "Exit codes: 0 all that was claimed held, 1 not all, 3 the databases or Duet could not"
                    + " be started.",
            "",
            "Example:",
            "  scripts/demo --once"
        })
public final class Main implements Callable<Integer> {
    private static final int HELD = 0;
    private static final int NOT_HELD = 1;
    private static final int NOT_STARTED = 3;
    private static final Duration SLOW = Duration.ofSeconds(6);

    @Option(names = "--duet", hidden = true, required = true)
    private Path program;

    @Option(
            names = "--once",
            description = "End after the story; exit code 0 only if all of it held.")
    private boolean once;

    @Option(names = "--help", usageHelp = true, description = "Say how to use this.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    private final Screen screen = new Screen(System.out);

    private Main() {}

    public static void main(String[] arguments) {
        var line = new CommandLine(new Main());
        line.setExecutionExceptionHandler(
                (failure, failed, _) -> {
                    switch (failure) {
                        case CannotStartDatabase missing ->
                                failed.getErr().println(missing.getMessage());
                        default -> failure.printStackTrace(failed.getErr());
                    }
                    return NOT_STARTED;
                });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        screen.title("Duet: a CRM in PostgreSQL and an ERP in MySQL, kept in step both ways");
        long began = System.nanoTime();
        Path folder = Files.createTempDirectory("duet-demo-");
        try (LocalDatabases databases = databases()) {
            Companies companies = Companies.create(databases);
            Files.writeString(folder.resolve("duet.yaml"), companies.config());
            screen.fact(
                    "databases",
                    "PostgreSQL %s and MySQL %s, up after %s"
                            .formatted(
                                    databases.postgres().version(),
                                    databases.mysql().version(),
                                    since(began)));
            screen.fact("tables", "crm: customer, product, sales_order, order_line");
            screen.fact("", "erp: client, item, orders, order_item (other names, other types)");
            try (var duet = new DuetProgram(program, folder, companies.environment());
                    Db crm = companies.crm();
                    Db erp = companies.erp()) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(duet, folder)));
                if (!begin(duet, companies)) {
                    return NOT_STARTED;
                }
                new Story(screen, companies, duet, crm, erp).tell();
                screen.line("");
                screen.claim(
                        screen.allHeld(),
                        (screen.allHeld() ? "all of it held" : "not all of it held")
                                + ", in "
                                + since(began));
                if (!once) {
                    stayUp(companies, folder);
                }
                int ended = duet.stop();
                screen.claim(ended == 0, "Duet ended on SIGTERM with exit code " + ended);
                if (!screen.allHeld()) {
                    duet.lastWords().forEach(screen::line);
                }
            }
        } finally {
            delete(folder);
        }
        return screen.allHeld() ? HELD : NOT_HELD;
    }

    private LocalDatabases databases() throws InterruptedException {
        Thread patience =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        Thread.sleep(SLOW);
                                        screen.fact(
                                                "databases",
                                                "starting; the first time on a machine PostgreSQL"
                                                        + " and MySQL are fetched and unpacked,"
                                                        + " which takes a few minutes");
                                    } catch (InterruptedException _) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        try {
            return LocalDatabases.start();
        } finally {
            patience.interrupt();
            patience.join();
        }
    }

    private boolean begin(DuetProgram duet, Companies companies) throws InterruptedException {
        Said init = duet.call(with(companies.adminOptions(), "init"));
        screen.fact(
                "duet init",
                init.done()
                        ? init.output().lines().count() + " things made or found in both databases"
                        : init.output());
        Said check = duet.call(with(companies.adminOptions(), "check"));
        boolean noError = check.output().contains("0 errors");
        screen.fact("duet check", noError ? check.lastLine() : check.output());
        long began = System.nanoTime();
        boolean running = init.done() && duet.startRun();
        screen.fact(
                "duet run",
                running
                        ? "process %d, both directions at work after %s"
                                .formatted(duet.pid(), since(began))
                        : "did not start");
        if (!running) {
            duet.lastWords().forEach(screen::line);
        }
        return running;
    }

    private static String[] with(String[] options, String command) {
        return Stream.concat(Stream.of(command), Stream.of(options)).toArray(String[]::new);
    }

    private void stayUp(Companies companies, Path folder) throws InterruptedException {
        screen.title("Now you. Both databases and Duet stay up until Ctrl-C.");
        screen.line("CRM  " + String.join(" ", postgresClient(companies)));
        screen.line("ERP  " + String.join(" ", mysqlClient(companies)));
        screen.line("");
        screen.line(
                "Try:  UPDATE client SET client_name = 'Augusta' WHERE client_name = 'Ada King';");
        screen.line("then: SELECT full_name FROM customer WHERE full_name = 'Augusta';");
        screen.line("");
        screen.line("The configuration and Duet's log are in " + folder);
        screen.line(
                "CRM_PASSWORD=%s ERP_PASSWORD=%s %s --config %s/duet.yaml status"
                        .formatted(
                                companies.environment().get("CRM_PASSWORD"),
                                companies.environment().get("ERP_PASSWORD"),
                                program,
                                folder));
        new CountDownLatch(1).await();
    }

    private static List<String> postgresClient(Companies companies) {
        List<String> words =
                new java.util.ArrayList<>(List.of("PGPASSWORD=" + companies.postgres().password()));
        words.addAll(client(companies.postgres(), "psql"));
        words.addAll(
                List.of(
                        "-h",
                        companies.postgres().host(),
                        "-p",
                        Integer.toString(companies.postgres().port()),
                        "-U",
                        companies.postgres().user(),
                        "crm"));
        return words;
    }

    /// A person may have it elsewhere than we look.
    private static List<String> client(LocalServer server, String program) {
        try {
            return server.client(program);
        } catch (CannotStartDatabase _) {
            return List.of(program);
        }
    }

    private static List<String> mysqlClient(Companies companies) {
        List<String> words =
                new java.util.ArrayList<>(List.of("MYSQL_PWD=" + companies.mysql().password()));
        words.addAll(client(companies.mysql(), "mysql"));
        words.addAll(
                List.of(
                        "-h",
                        companies.mysql().host(),
                        "-P",
                        Integer.toString(companies.mysql().port()),
                        "-u",
                        companies.mysql().user(),
                        "erp"));
        return words;
    }

    /// On Ctrl-C: Duet may be ended like this at any time, and the databases end with this process.
    private static void end(DuetProgram duet, Path folder) {
        duet.close();
        try {
            delete(folder);
        } catch (IOException _) {
            System.err.println("left behind: " + folder);
        }
    }

    private static String since(long began) {
        return Screen.time(Duration.ofNanos(System.nanoTime() - began));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
