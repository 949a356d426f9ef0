package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The README's tutorial: its very lines, in one shell, on two servers of its own.
final class TutorialIT {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String HEADING = "## A tutorial on Chinook";
    private static final long LIMIT_MINUTES = 15;

    /// What was said to a line, and how it ended.
    private static final Pattern SAID = Pattern.compile("(?s)(.*?)::end (\\d+)::\\R");

    @TempDir private static Path folder;

    /// A line of the tutorial, without its comment.
    private record Step(String command, String output, int exitCode) {}

    private static List<String> commands() throws IOException {
        String text = Files.readString(ROOT.resolve("README.md"));
        String section = text.substring(text.indexOf(HEADING));
        int begin = section.indexOf("```sh\n") + "```sh\n".length();
        return section.substring(begin, section.indexOf("```", begin)).lines().toList();
    }

    @Test
    void itsLinesLeadToTwoEqualSides() throws Exception {
        List<String> commands = commands();
        Path script = folder.resolve("tutorial.sh");
        // Job control as in a terminal, for the line that ends the running sync.
        Files.writeString(
                script,
                commands.stream()
                        .map(line -> line + "\necho \"::end $?::\"\n")
                        .collect(Collectors.joining("", "set -m\n", "")));
        Path output = folder.resolve("tutorial.out");
        try {
            Process shell = shell(List.of("bash", script.toString()), output);
            assertThat(shell.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                    .as(Files.readString(output))
                    .isTrue();
        } finally {
            shell(List.of(localdb(), "stop", "--delete"), folder.resolve("stop.out")).waitFor();
        }

        Map<String, Step> steps = steps(commands, Files.readString(output));
        String all = Files.readString(output);
        steps.values()
                .forEach(
                        step ->
                                assertThat(step.exitCode())
                                        .as(step.command() + ": " + step.output())
                                        .isEqualTo(findsSomething(step.command()) ? 1 : 0));
        assertThat(step(steps, "duet scaffold").output()).contains("11 entities proposed");
        assertThat(step(steps, "duet check --admin pg=postgres --admin my=root").output())
                .as(all)
                .contains("0 errors, 0 warnings");
        assertThat(step(steps, "duet load").output()).contains("invoice_line");
        // What was there, and one more from each side.
        assertThat(step(steps, "duet compare").output())
                .as(all)
                .contains("no difference of 15,609 records");
        assertThat(all).contains("Lyttelton", "Aldous 🎵", "Winter");
        assertThat(step(steps, "duet status").output()).contains("RUNNING", "empty");
    }

    /// The proposal is to be mended first, and the second command says how.
    private static boolean findsSomething(String command) {
        return command.startsWith("duet scaffold") || command.contains("--sql");
    }

    private static Step step(Map<String, Step> steps, String command) {
        return steps.values().stream()
                .filter(it -> it.command().startsWith(command) && !it.command().contains("--sql"))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Step> steps(List<String> commands, String output) {
        Map<String, Step> steps = new LinkedHashMap<>();
        Matcher said = SAID.matcher(output);
        for (String line : commands) {
            String command = line.replaceAll("  +#.*", "");
            assertThat(said.find()).as("no end of: %s%n%s", command, output).isTrue();
            steps.put(command, new Step(command, said.group(1), Integer.parseInt(said.group(2))));
        }
        return steps;
    }

    private static String localdb() {
        return ROOT.resolve("scripts/localdb/localdb").toString();
    }

    private static Process shell(List<String> words, Path output) throws IOException {
        var builder =
                new ProcessBuilder(words)
                        .directory(ROOT.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "TMPDIR",
                                folder.toString(),
                                "XDG_STATE_HOME",
                                folder.resolve("state").toString(),
                                "JAVA_HOME",
                                System.getProperty("java.home"),
                                "DUET_JAVA_HOME",
                                System.getProperty("java.home"),
                                "DUET_OPTS",
                                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"));
        return builder.start();
    }
}
