package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// House rules that only the source shows, over every Java file of the repository.
final class SourceRulesTest {
    private static final int LINES_MAX = 400;

    /// Files that may be longer, by name and length. The list only shrinks.
    private static final Map<String, Integer> LONGER_FILES = Map.of();

    private static final Pattern BARE_VAR =
            Pattern.compile("\\bvar\\s+\\w+\\s*(:|=(?!\\s*(new\\b|$)))");
    private static final Pattern OLD_JAVADOC = Pattern.compile("^\\s*/\\*\\*");
    private static final Pattern SWITCHED_OFF = Pattern.compile("^\\s*@Disabled\\b");

    private static final Map<Path, List<String>> SOURCES = new TreeMap<>();

    @BeforeAll
    static void readSources() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        String name = directory.getFileName().toString();
                        return name.equals("target") || name.equals(".git")
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (file.toString().endsWith(".java")) {
                            SOURCES.put(root.relativize(file), Files.readAllLines(file));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    @Test
    void filesAreShort() {
        List<String> tooLong = new ArrayList<>();
        SOURCES.forEach(
                (file, lines) -> {
                    int max = LONGER_FILES.getOrDefault(file.getFileName().toString(), LINES_MAX);
                    if (lines.size() > max) {
                        tooLong.add(file + ": " + lines.size() + " lines, at most " + max);
                    }
                });
        assertThat(tooLong).as("split them: a file holds one role").isEmpty();
    }

    @Test
    void typesAreWrittenOut() {
        assertThat(linesWith(BARE_VAR)).as("var is for 'new X(...)': write the type").isEmpty();
    }

    @Test
    void docsAreMarkdown() {
        assertThat(linesWith(OLD_JAVADOC)).as("write /// in place of /**").isEmpty();
    }

    @Test
    void noTestIsSwitchedOff() {
        assertThat(linesWith(SWITCHED_OFF)).as("mend the test, or delete it").isEmpty();
    }

    @Test
    void sourcesWereFound() {
        assertThat(SOURCES).containsKey(Path.of("deploy/src/main/java/dev/duet/deploy/Main.java"));
    }

    private static List<String> linesWith(Pattern pattern) {
        List<String> found = new ArrayList<>();
        SOURCES.forEach(
                (file, lines) -> {
                    for (int i = 0; i < lines.size(); i++) {
                        if (pattern.matcher(statement(lines, i)).find()) {
                            found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                        }
                    }
                });
        return found;
    }

    /// The line, and the next one where the formatter broke it after an equals sign.
    private static String statement(List<String> lines, int i) {
        String line = lines.get(i).stripTrailing();
        return line.endsWith("=") && i + 1 < lines.size()
                ? line + " " + lines.get(i + 1).strip()
                : line;
    }
}
