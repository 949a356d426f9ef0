package dev.duet.bench;

import io.debezium.engine.DebeziumEngine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Where the figures were taken: without it they say nothing.
///
/// @param machine processor, memory and system; no name and no address
/// @param settings of both servers that decide what a commit costs
record Surroundings(
        Instant begun,
        String commit,
        String machine,
        int processors,
        Map<String, String> versions,
        Map<String, String> settings) {

    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    static Surroundings of(Testbed testbed, String commit) throws SQLException {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Java", Runtime.version().toString());
        versions.put("PostgreSQL", testbed.databases().postgres().version());
        versions.put("MySQL", testbed.databases().mysql().version());
        versions.put(
                "Debezium",
                Objects.requireNonNullElse(
                        DebeziumEngine.class.getPackage().getImplementationVersion(), "unknown"));
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            settings.put(name, value(testbed, Testbed.POSTGRES, "SHOW " + name));
        }
        for (String name : List.of("innodb_flush_log_at_trx_commit", "sync_binlog")) {
            settings.put(name, value(testbed, Testbed.MYSQL, "SELECT @@" + name));
        }
        return new Surroundings(
                Instant.now(),
                commit,
                "%s, %s, %s %s"
                        .formatted(
                                line(CPU, "model name"),
                                line(MEMORY, "MemTotal"),
                                System.getProperty("os.name"),
                                System.getProperty("os.version")),
                Runtime.getRuntime().availableProcessors(),
                versions,
                settings);
    }

    /// Of the last minute; negative where the system does not say.
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String value(Testbed testbed, String system, String query) throws SQLException {
        try (Connection connection = testbed.open(system);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /// What stands after the colon of the first line that begins so.
    private static String line(Path file, String begin) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(begin))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException _) {
            return "unknown";
        }
    }
}
