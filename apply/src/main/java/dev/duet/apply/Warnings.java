package dev.duet.apply;

import dev.duet.mapping.Validation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Says in the log which rules records went over in spite of: a line for each rule, again only at a
/// slow pace, with how many there were. One thread.
final class Warnings {
    static final Duration AGAIN = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(Warnings.class);

    private final Direction direction;
    private final InstantSource clock;
    private final Map<Warned, Since> since = new HashMap<>();

    private record Warned(String entity, String rule) {}

    /// What was not said yet.
    private static final class Since {
        Instant next = Instant.MIN;
        long count;
    }

    Warnings(Direction direction, InstantSource clock) {
        this.direction = direction;
        this.clock = clock;
    }

    /// Those of one transaction, counted before it is known whether it will be committed.
    static final class Counted {
        private final Map<Warned, Count> counts = new HashMap<>();

        private static final class Count {
            final String reason;
            long count;

            Count(String reason) {
                this.reason = reason;
            }
        }

        void add(String entity, List<Validation.Broken> broken) {
            for (Validation.Broken one : broken) {
                counts.computeIfAbsent(
                                new Warned(entity, one.rule().name()),
                                absent -> new Count(one.reason()))
                        .count++;
            }
        }
    }

    void say(Counted counted) {
        lines(counted).forEach(log::warn);
    }

    List<String> lines(Counted counted) {
        List<String> lines = new ArrayList<>();
        Instant now = clock.instant();
        counted.counts.forEach(
                (warned, count) -> {
                    Since of = since.computeIfAbsent(warned, absent -> new Since());
                    of.count += count.count;
                    if (!now.isBefore(of.next)) {
                        lines.add(
                                "records went over that do not meet a rule direction=%s entity=%s count=%d reason=%s"
                                        .formatted(
                                                direction,
                                                warned.entity(),
                                                of.count,
                                                count.reason));
                        of.count = 0;
                        of.next = now.plus(AGAIN);
                    }
                });
        return lines;
    }
}
