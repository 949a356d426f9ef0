package dev.duet.apply.store;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// What was last said about one direction: whether it may write. Immutable.
///
/// @param turn how often it was said; 0 for never
/// @param by who said so
/// @param reason in that person's or the brake's words; may be empty
/// @param brake which brake it was, or which one a person let something pass; null for none
/// @param counted what that brake had counted
/// @param allowance how many of the brake's kind may pass uncounted from now on
/// @param age how long ago it was said
/// @param isObeyed whether a running instance has taken it up
public record Control(
        long turn,
        boolean isPaused,
        String by,
        String reason,
        @Nullable String brake,
        long counted,
        long allowance,
        Duration age,
        boolean isObeyed) {
    /// Nobody has said anything: it may write.
    public static final Control NONE =
            new Control(0, false, "", "", null, 0, 0, Duration.ZERO, true);

    /// Whom a brake's pause is by.
    public static final String BY_BRAKE = "duet run";

    /// A pause that a person asks for.
    public static Control paused(String by, String reason) {
        return new Control(0, true, by, reason, null, 0, 0, Duration.ZERO, false);
    }

    /// A pause by a brake.
    public static Control braked(String brake, long counted, String reason) {
        return new Control(0, true, BY_BRAKE, reason, brake, counted, 0, Duration.ZERO, true);
    }

    /// The end of this pause.
    ///
    /// @param allow how many of what the brake counts may pass
    public Control resumed(String by, String why, long allow) {
        return new Control(0, false, by, why, brake, counted, allow, Duration.ZERO, false);
    }
}
