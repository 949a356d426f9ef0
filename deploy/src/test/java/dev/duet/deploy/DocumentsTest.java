package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the documents name must exist: types, and the files they link to.
final class DocumentsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /// A word in code style that looks like a Java type.
    private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)`");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    private static final Set<String> TYPES = new HashSet<>();

    @BeforeAll
    static void findTypes() throws IOException {
        Files.walkFileTree(
                ROOT,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        String name = folder.getFileName().toString();
                        return name.equals("target") || name.startsWith(".")
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String name = file.getFileName().toString();
                        if (name.endsWith(".java")) {
                            TYPES.add(name.substring(0, name.length() - ".java".length()));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "ARCHITECTURE.md",
                "CONTRIBUTING.md",
                "GLOSSARY.md",
                "deploy/docs/intended.md",
                "deploy/docs/runbook.md"
            })
    void namesOnlyWhatExists(String document) throws IOException {
        Path file = ROOT.resolve(document);
        String text = Files.readString(file);
        List<String> missing = new ArrayList<>();
        Matcher type = TYPE.matcher(text);
        while (type.find()) {
            if (!TYPES.contains(type.group(1))) {
                missing.add("type " + type.group(1));
            }
        }
        Matcher link = LINK.matcher(text);
        while (link.find()) {
            if (!Files.exists(file.resolveSibling(link.group(1)))) {
                missing.add("file " + link.group(1));
            }
        }

        assertThat(missing).as(document + " names what is not there: mend the document").isEmpty();
    }
}
