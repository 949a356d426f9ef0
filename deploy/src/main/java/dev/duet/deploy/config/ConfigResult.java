package dev.duet.deploy.config;

import dev.duet.schemas.config.DuetConfig;

import java.util.List;

/// What came of reading a file.
public sealed interface ConfigResult {

    /// The whole file is right.
    record Valid(DuetConfig config, EffectiveConfig effective) implements ConfigResult {}

    /// Every problem found, by place; at least one.
    record Invalid(List<Problem> problems) implements ConfigResult {
        public Invalid {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("invalid without a problem");
            }
        }
    }
}
