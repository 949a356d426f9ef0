package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.LivePair;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the program writes at the most talkative level holds no password, whoever gave it.
final class SecretsStayOutOfLogsIT {
    private static final String TALKATIVE =
            """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%level %logger %msg%n%ex</pattern></encoder>
              </appender>
              <root level="TRACE"><appender-ref ref="out"/></root>
            </configuration>
            """;

    /// The local server takes any password in PostgreSQL; MySQL's is checked.
    private static final String ADMIN = "adm1n-s3cret";

    @TempDir Path folder;

    @Test
    void noPasswordAtAnyLevel() throws Exception {
        Files.writeString(folder.resolve("logback.xml"), TALKATIVE);
        try (LivePair pair = LivePair.start()) {
            Files.writeString(folder.resolve("duet.yaml"), LivePair.file(pair.databases()));
            String made = duet(pair, "init", "--admin", "crm=postgres", "--admin", "erp=root");
            assertThat(made).contains("created  slot duet");
            String checked = duet(pair, "check");
            assertThat(checked).contains("0 errors, 0 warnings");
            pair.execute(LivePair.ERP, List.of("ALTER USER duet_reader IDENTIFIED BY 'another'"));
            String refused = duet(pair, "check");
            assertThat(refused).contains("user or password refused");
            assertThat(made + checked + refused).doesNotContain(LivePair.PASSWORD, ADMIN);
        }
    }

    private String duet(LivePair pair, String... arguments)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "--config",
                                folder.resolve("duet.yaml").toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        var process = new ProcessBuilder(command);
        process.environment().put("PASSWORD", LivePair.PASSWORD);
        process.environment().put("DUET_ADMIN_PASSWORD_CRM", ADMIN);
        process.environment().put("DUET_ADMIN_PASSWORD_ERP", pair.databases().mysql().password());
        process.redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
