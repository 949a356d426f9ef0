package dev.duet.deploy;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `duet demo`: hands over to `scripts/demo`.
///
/// The story needs two database servers, which the program does not carry and a production machine
/// should not fetch; so it lives beside the source, and this command finds it from there.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Shows Duet at work between two databases that are started for it on this machine."
                        + " Needs a checkout of the source: it is the same as scripts/demo there.",
        footer = {"", "Example:", "  duet demo --once"})
final class DemoCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--once",
            description = "End after the story; exit code 0 only if all of it held.")
    private boolean once;

    @Option(names = "--json", description = "Accepted as everywhere; a story has no JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        @Nullable Path script = script();
        if (script == null || json) {
            spec.commandLine()
                    .getErr()
                    .println(
                            json
                                    ? "demo tells a story to a person; it has no JSON"
                                    : "the demo comes with the source: clone the repository and run"
                                            + " scripts/demo");
            return ExitCode.WRONG_USE;
        }
        List<String> words = new ArrayList<>(List.of(script.toString()));
        if (once) {
            words.add("--once");
        }
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    /// The script of the checkout in which this program was built, if it was.
    private static @Nullable Path script() {
        try {
            Path jar =
                    Path.of(
                            DemoCommand.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            for (Path folder = jar.getParent(); folder != null; folder = folder.getParent()) {
                Path script = folder.resolve("scripts").resolve("demo");
                if (Files.isExecutable(script)) {
                    return script;
                }
            }
            return null;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
