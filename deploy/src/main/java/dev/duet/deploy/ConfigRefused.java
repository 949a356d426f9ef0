package dev.duet.deploy;

import dev.duet.deploy.config.Problem;

import java.util.List;
import java.util.stream.Collectors;

/// The configuration file is wrong; the message is every problem, one a line.
public final class ConfigRefused extends RuntimeException {
    ConfigRefused(List<Problem> problems) {
        super(
                problems.stream()
                        .map(Problem::toString)
                        .collect(Collectors.joining(System.lineSeparator())));
    }
}
