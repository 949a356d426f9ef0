import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Holds every Java file under the working directory to google-java-format, AOSP style.
///
/// `check` names the files that differ and fails; `apply` rewrites them. The parent pom starts it
/// on JDK 25 with the formatter on the class path, since Maven's own JVM may be too old for it.
final class Format {
    private Format() {}

    public static void main(String[] args) throws IOException {
        boolean check = !args[0].equals("apply");
        List<String> command = new ArrayList<>(List.of("--aosp"));
        command.addAll(
                check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
        int options = command.size();
        try (Stream<Path> files = Files.walk(Path.of(""))) {
            command.addAll(files.filter(Format::isSource).map(Path::toString).sorted().toList());
        }
        if (command.size() == options) {
            return;
        }
        int exit = run(command);
        if (!check) {
            // What the first pass broke, the second may indent once more.
            exit |= run(command);
        }
        if (exit != 0 && check) {
            System.err.println("The files above are not formatted. Mend them with: scripts/format");
        }
        System.exit(exit);
    }

    private static int run(List<String> command) {
        return ToolProvider.findFirst("google-java-format")
                .orElseThrow()
                .run(System.out, System.err, command.toArray(String[]::new));
    }

    private static boolean isSource(Path file) {
        return file.toString().endsWith(".java") && !file.toString().matches("(.*/)?target/.*");
    }
}
