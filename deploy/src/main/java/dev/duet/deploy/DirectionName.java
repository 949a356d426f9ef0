package dev.duet.deploy;

import dev.duet.apply.Direction;
import dev.duet.schemas.config.DuetConfig;

import java.util.List;
import java.util.Optional;

/// What people call a direction. Stateless.
public final class DirectionName {
    /// What may stand between two systems, for keyboards without an arrow.
    private static final List<String> ARROWS = List.of("→", "->", ":", "-");

    private DirectionName() {}

    /// Both directions of a file, that out of the system listed first to begin with.
    public static List<Direction> both(DuetConfig config) {
        String first = config.first().name();
        String second = config.second().name();
        return List.of(new Direction(first, second, first), new Direction(second, first, first));
    }

    /// @return nothing when neither direction is called that
    public static Optional<Direction> find(DuetConfig config, String name) {
        return both(config).stream()
                .filter(
                        it ->
                                ARROWS.stream()
                                        .map(arrow -> it.source() + arrow + it.target())
                                        .anyMatch(name::equals))
                .findFirst();
    }

    /// What is said of a name that [#find] does not know.
    public static String unknown(DuetConfig config, String name) {
        List<Direction> both = both(config);
        return "There is no direction '%s': there are %s and %s."
                .formatted(name, both.getFirst(), both.getLast());
    }
}
