package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What does not go together is told before a database is asked.
final class RepairOptionsTest {
    @TempDir private Path folder;

    @Test
    void optionsThatDoNotGoTogetherAreWrongUse() throws IOException {
        assertWrong("go with --repair", "--dry-run");
        assertWrong("go with --repair", "--prefer", "crm");
        assertWrong("say why with --reason", "--repair", "--yes");
        assertWrong("say why with --reason", "--repair", "--yes", "--reason", " ");
        assertWrong("say --yes where nobody can be asked", "--repair", "--reason", "r");
        assertWrong("say --yes where nobody", "--repair", "--reason", "r", "--json");
        assertWrong("--max-repairs is not", "--repair", "--dry-run", "--max-repairs", "0");
        assertWrong("--prefer: 'x' is no system", "--repair", "--dry-run", "--prefer", "x");
        assertWrong(
                "--delete-extra-in: 'x' is no system; say one of [crm, erp]",
                "--repair",
                "--dry-run",
                "--delete-extra-in",
                "x");
    }

    private void assertWrong(String words, String... options) throws IOException {
        var told = new StringWriter();
        CommandLine duet =
                Main.commandLine()
                        .setOut(new PrintWriter(new StringWriter()))
                        .setErr(new PrintWriter(told));
        List<String> arguments =
                new ArrayList<>(List.of("--config", config().toString(), "compare"));
        arguments.addAll(List.of(options));

        int exit = duet.execute(arguments.toArray(String[]::new));

        assertThat(told.toString()).contains(words);
        assertThat(exit).isEqualTo(2);
    }

    private Path config() throws IOException {
        return Files.writeString(
                folder.resolve("duet.yaml"),
                """
                systems:
                  crm:
                    type: postgres
                    host: localhost
                    database: crm
                    reader: { user: r, password: "${env:X}" }
                    writer: { user: w, password: "${env:X}" }
                  erp:
                    type: mysql
                    host: localhost
                    database: erp
                    reader: { user: r, password: "${env:X}" }
                    writer: { user: w, password: "${env:X}" }
                entities:
                  item:
                    tables: { crm: item, erp: thing }
                    key: { id: id }
                    fields: { name: name }
                """);
    }
}
