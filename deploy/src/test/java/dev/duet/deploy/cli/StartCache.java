package dev.duet.deploy.cli;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// The classes of the program, loaded and linked once (JEP 483, JEP 514) by a run of it in which a
/// row went over each way. The suite starts the program some hundred times, and loading classes is
/// half of what a start costs. Made anew for each build; the first test that needs it makes it, the
/// others wait.
final class StartCache {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /// What a test's process is started with, beside the cache.
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private static boolean making;
    private static String options = "";

    private StartCache() {}

    /// Options of the JVM.
    static synchronized String options() {
        if (making) {
            return SHORT_LIVED;
        }
        if (options.isEmpty()) {
            making = true;
            try {
                options = SHORT_LIVED + " -XX:AOTCache=" + made();
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("no start cache", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("no start cache", e);
            } finally {
                making = false;
            }
        }
        return options;
    }

    private static Path made() throws IOException, SQLException, InterruptedException {
        Path program = DuetProcess.program();
        Path cache = Path.of("target", "start-" + stamp(program) + ".aot").toAbsolutePath();
        // Two forks of one build.
        try (FileChannel lock =
                FileChannel.open(
                        Path.of("target", "start.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            lock.lock();
            if (!Files.exists(cache)) {
                make(cache);
            }
            return cache;
        }
    }

    /// Of what the jars hold; their times are always the same, for builds are reproducible.
    private static long stamp(Path program) throws IOException {
        var sum = new CRC32C();
        try (Stream<Path> jars = Files.list(program.resolveSibling("../lib"))) {
            for (Path jar : jars.filter(StartCache::isOurs).sorted().toList()) {
                sum.update(Files.readAllBytes(jar));
            }
        }
        return sum.getValue();
    }

    private static boolean isOurs(Path jar) {
        return jar.getFileName().toString().startsWith("duet");
    }

    private static void make(Path cache) throws IOException, SQLException, InterruptedException {
        Path folder = Files.createTempDirectory("duet-start");
        Path unfinished = folder.resolve("start.aot");
        try (var bench = new CliBench(folder)) {
            DuetProcess run =
                    bench.run(
                            Map.of("DUET_OPTS", SHORT_LIVED + " -XX:AOTCacheOutput=" + unfinished));
            bench.crm("INSERT INTO customer VALUES (1, 'Ada', NULL)");
            bench.erp("INSERT INTO client VALUES (2, 'Bob', NULL)");
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(
                            () ->
                                    bench.askErp("SELECT count(*) FROM client").equals("2")
                                            && bench.askCrm("SELECT count(*) FROM customer")
                                                    .equals("2"));
            run.signal("TERM");
            run.awaitEnd();
        }
        Files.move(unfinished, cache, StandardCopyOption.REPLACE_EXISTING);
    }
}
