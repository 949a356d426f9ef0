package dev.duet.apply;

import dev.duet.apply.brake.SlidingWindow;
import dev.duet.mapping.Mapped;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Says in the log which records are held for people from here on: each by name, and of a burst
/// only the first. One thread.
final class HeldNotices {
    static final int MOST = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(HeldNotices.class);

    private final Direction direction;
    private final SlidingWindow said;

    /// A record that is held.
    ///
    /// @param key as people know it in the source
    /// @param mend the command that shows what to do about it
    record Held(String entity, String key, String code, String reason, String mend) {}

    HeldNotices(Direction direction, InstantSource clock) {
        this.direction = direction;
        this.said = new SlidingWindow(WINDOW, clock);
    }

    void say(List<Held> held) {
        lines(held).forEach(log::warn);
    }

    List<String> lines(List<Held> held) {
        List<String> lines = new ArrayList<>();
        for (Held record : held) {
            long before = said.count();
            if (before < MOST) {
                lines.add(
                        "a record is held on both sides until %s, all others go on direction=%s entity=%s key=%s code=%s reason=%s mend='%s'"
                                .formatted(
                                        record.code().equals(Mapped.Refused.NO_REFERENCE)
                                                ? "a reference table has a row for it"
                                                : "somebody has decided",
                                        direction,
                                        record.entity(),
                                        record.key(),
                                        record.code(),
                                        record.reason(),
                                        record.mend()));
            } else if (before == MOST) {
                lines.add(
                        "more records are held, and not named here before a minute has passed"
                                + " direction=%s mend='duet quarantine list'".formatted(direction));
            }
            if (before <= MOST) {
                said.add(1);
            }
        }
        return lines;
    }
}
