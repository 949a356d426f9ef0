package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.duet.deploy.support.LivePair;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// `duet check` and `duet init` as a person or a script calls them: exit codes and output.
final class CheckAndInitIT {
    private static LivePair pair;
    @TempDir static Path folder;

    @BeforeAll
    static void start() throws SQLException, IOException {
        pair = LivePair.start();
        pair.init();
        Files.writeString(folder.resolve("password"), LivePair.PASSWORD + "\n");
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @Test
    void checkOfAHealthyPairEndsWithNought() throws IOException {
        Outcome outcome = run(LivePair.file(pair.databases()), "check");
        assertThat(outcome.exit()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.out()).contains("0 errors, 0 warnings").doesNotContain("\u001b[");
    }

    @Test
    void findingsEndWithOneAndAreJsonForScripts() throws IOException, SQLException {
        pair.execute(LivePair.ERP, List.of("SET GLOBAL sync_binlog = 0"));
        try {
            Outcome outcome = run(LivePair.file(pair.databases()), "check", "--json");
            assertThat(outcome.exit()).isEqualTo(ExitCode.FOUND);
            JsonNode root = new ObjectMapper().readTree(outcome.out());
            assertThat(root.at("/findings/0/code").asText()).isEqualTo("MY009");
        } finally {
            pair.execute(LivePair.ERP, List.of("SET GLOBAL sync_binlog = 1"));
        }
    }

    @Test
    void anUnreachableDatabaseEndsWithThree() throws IOException {
        String file = LivePair.file(pair.databases()).replaceAll("port: \\d+", "port: 1");
        Outcome outcome = run(file, "check");
        assertThat(outcome.exit()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(outcome.err()).contains("connection refused").doesNotContain("\tat ");
        assertThat(run(file, "init").exit()).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void aWrongFileEndsWithTwo() throws IOException {
        assertThat(run("systems: {}", "check").exit()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(run("systems: {}", "init").exit()).isEqualTo(ExitCode.WRONG_USE);
    }

    @Test
    void anUnknownAdminSystemEndsWithTwo() throws IOException {
        Outcome outcome = run(LivePair.file(pair.databases()), "check", "--admin", "hr=root");
        assertThat(outcome.exit()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(outcome.err()).contains("the file has crm and erp");
    }

    @Test
    void initSaysWhatExistsAndPrintTouchesNothing() throws IOException {
        Outcome again = run(LivePair.file(pair.databases()), "init");
        assertThat(again.exit()).isEqualTo(ExitCode.DONE);
        assertThat(again.out()).contains("exists   slot duet").doesNotContain("created");
        Outcome print = run(LivePair.file(pair.databases()), "init", "--print");
        assertThat(print.exit()).isEqualTo(ExitCode.DONE);
        assertThat(print.out()).contains("CREATE PUBLICATION").doesNotContain(LivePair.PASSWORD);
    }

    @Test
    void whatContradictsEndsWithFour() throws IOException, SQLException {
        pair.execute(LivePair.CRM, List.of("UPDATE duet.system SET name = 'other'"));
        try {
            Outcome outcome = run(LivePair.file(pair.databases()), "init");
            assertThat(outcome.exit()).isEqualTo(ExitCode.REFUSED);
            assertThat(outcome.err()).contains("under the name 'other'");
        } finally {
            pair.execute(LivePair.CRM, List.of("UPDATE duet.system SET name = 'crm'"));
        }
    }

    private record Outcome(int exit, String out, String err) {}

    private static Outcome run(String text, String... arguments) throws IOException {
        Path file = folder.resolve("duet.yaml");
        Files.writeString(
                file,
                text.replace("${env:PASSWORD}", "${file:" + folder.resolve("password") + "}"));
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine duet =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 2];
        all[0] = "--config";
        all[1] = file.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        int exit = duet.execute(all);
        return new Outcome(exit, out.toString(), err.toString());
    }
}
