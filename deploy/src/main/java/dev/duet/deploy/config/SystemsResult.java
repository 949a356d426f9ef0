package dev.duet.deploy.config;

import dev.duet.schemas.config.Settings;
import dev.duet.schemas.config.SystemConfig;

import java.util.List;

/// What came of reading a file that has no entities.
public sealed interface SystemsResult {

    /// The whole file is right.
    ///
    /// @param systems two, in file order
    record Valid(List<SystemConfig> systems, Settings settings) implements SystemsResult {
        public Valid {
            systems = List.copyOf(systems);
        }
    }

    /// Every problem found, by place; at least one.
    record Invalid(List<Problem> problems) implements SystemsResult {
        public Invalid {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("invalid without a problem");
            }
        }
    }
}
