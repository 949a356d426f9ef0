package dev.duet.deploy.clock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.function.Consumer;

/// Holds both databases' clocks beside each other as looks at them come in, and says when they are
/// further apart than they may be, once for each crossing. Shared, thread-safe.
public final class SkewAlarm {
    private static final Logger log = LoggerFactory.getLogger(SkewAlarm.class);

    private final String first;
    private final String second;
    private final Duration limit;
    private final Consumer<@Nullable Duration> told;
    private final ClockGauge ofFirst = new ClockGauge();
    private final ClockGauge ofSecond = new ClockGauge();
    private boolean isOver;

    /// @param told how far they are apart while that is too far, and null when it is not any more
    public SkewAlarm(
            String first, String second, Duration limit, Consumer<@Nullable Duration> told) {
        this.first = first;
        this.second = second;
        this.limit = limit;
        this.told = told;
    }

    public synchronized void sampled(String system, ClockSample sample) {
        (system.equals(first) ? ofFirst : ofSecond).add(sample);
        ClockSample one = ofFirst.best();
        ClockSample two = ofSecond.best();
        if (one == null || two == null) {
            return;
        }
        ClockSkew skew = ClockSkew.between(one, two);
        boolean wasOver = isOver;
        isOver = skew.exceeds(limit);
        if (isOver) {
            told.accept(skew.apart());
        } else if (wasOver) {
            told.accept(null);
        }
        if (isOver && !wasOver) {
            log.warn(
                    "the clocks differ by more than settings.clock-skew: conflicts under the rule"
                            + " latest wait for a person. {} limitMillis={} mend={}",
                    skew.text(first, second),
                    limit.toMillis(),
                    "set both servers' clocks by the same source (NTP)");
        } else if (wasOver && !isOver) {
            log.info("the clocks are within the limit again. {}", skew.text(first, second));
        }
    }
}
