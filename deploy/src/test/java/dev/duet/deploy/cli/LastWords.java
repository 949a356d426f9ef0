package dev.duet.deploy.cli;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/// Of a test that fails, what its processes said last: their files end with the test, or with its
/// class. Known to JUnit by its service file. One thread.
public final class LastWords implements TestExecutionExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(LastWords.class);
    private static final int LINES = 80;

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        for (DuetProcess process : DuetProcess.onFile()) {
            List<String> lines =
                    process.err().lines().filter(line -> !line.startsWith("\tat ")).toList();
            log.info(
                    "last words of {}:\n{}",
                    process,
                    String.join(
                            "\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size())));
        }
        throw failure;
    }
}
