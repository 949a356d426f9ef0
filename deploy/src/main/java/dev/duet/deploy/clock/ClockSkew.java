package dev.duet.deploy.clock;

import java.time.Duration;

/// How far the clocks of the two databases are apart. Immutable.
///
/// @param ahead of the second system's clock before the first one's; negative when it is behind
/// @param uncertainty by how much that may be wrong
public record ClockSkew(Duration ahead, Duration uncertainty) {
    public static ClockSkew between(ClockSample first, ClockSample second) {
        return new ClockSkew(
                second.ahead().minus(first.ahead()),
                first.uncertainty().plus(second.uncertainty()));
    }

    public Duration apart() {
        return ahead.abs();
    }

    /// Whether they are certainly further apart than that.
    public boolean exceeds(Duration limit) {
        return apart().minus(uncertainty).compareTo(limit) > 0;
    }

    /// `erp is 12000 ms ahead of crm (± 1 ms)`.
    public String text(String first, String second) {
        return (ahead.isNegative() ? first : second)
                + " is "
                + apart().toMillis()
                + " ms ahead of "
                + (ahead.isNegative() ? second : first)
                + " (± "
                + Math.ceilDiv(uncertainty.toNanos(), 1_000_000)
                + " ms)";
    }
}
