package dev.duet.deploy.status;

import dev.duet.apply.Direction;
import dev.duet.apply.DirectionSwitch;
import dev.duet.apply.store.Control;
import dev.duet.apply.store.CounterStore;
import dev.duet.apply.store.TriggerStore;
import dev.duet.deploy.terminal.TimeSpan;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Position;

import java.time.Duration;
import java.util.List;

/// What the databases say about one direction at one moment.
///
/// @param checkpoint the target's row
/// @param carrying whether clients' transactions were carried over between two looks
/// @param resume from where the source's log is read after a restart
/// @param sinceWritten how long ago the checkpoint moved last
/// @param quarantined changes held
/// @param conflicts recorded in the last 24 hours
/// @param triggers what triggers of the target did to what was written there
/// @param counters what was refused, mended or left out, ever
public record DirectionStatus(
        Direction direction,
        State state,
        Checkpoint checkpoint,
        boolean carrying,
        Position resume,
        Duration sinceWritten,
        LogStatus.Reading log,
        long quarantined,
        long conflicts,
        List<TriggerStore.Counted> triggers,
        List<CounterStore.Counted> counters) {

    /// What a direction is doing, as far as the databases know.
    public sealed interface State {
        /// An instance holds the lease, and the checkpoint moves.
        record Running() implements State {}

        /// No instance holds the lease.
        record Stopped() implements State {}

        /// An instance holds the lease, but the checkpoint has not moved for long: a very large
        /// transaction, a target that is locked or refuses, or a direction that stopped for a
        /// person.
        record Stalled(Duration since) implements State {}

        /// A person or a brake has paused it, for this or the next run.
        record Paused(Direction direction, Control control) implements State {
            String mend() {
                return DirectionSwitch.mend(direction, control.brake());
            }

            private String words() {
                String brake = control.brake();
                return "paused by "
                        + (brake == null ? control.by() : "the brake on " + brake)
                        + " "
                        + TimeSpan.text(control.age())
                        + " ago"
                        + (control.reason().isEmpty() ? "" : ": " + control.reason())
                        + "; "
                        + mend();
            }
        }

        /// Reading on could lose changes.
        record NeedsResync(String reason, String mend) implements State {}

        /// For scripts: `RUNNING`, `STOPPED`, `STALLED`, `PAUSED` or `NEEDS_RESYNC`.
        default String word() {
            return switch (this) {
                case Running _ -> "RUNNING";
                case Stopped _ -> "STOPPED";
                case Stalled _ -> "STALLED";
                case Paused _ -> "PAUSED";
                case NeedsResync _ -> "NEEDS_RESYNC";
            };
        }

        /// What a person should know beside the word; empty for nothing.
        default String explanation() {
            return switch (this) {
                case Running _, Stopped _ -> "";
                case Stalled stalled ->
                        "the checkpoint has not moved for "
                                + stalled.since().toSeconds()
                                + " s; the log of 'duet run' says why";
                case Paused paused -> paused.words();
                case NeedsResync needs -> needs.reason() + "; " + needs.mend();
            };
        }
    }

    /// How far the target is behind, by what the databases know.
    ///
    /// While clients' transactions are being carried over, it is the age of the last one. Else what
    /// is missing came after the checkpoint moved last: on idle systems that is up to a heartbeat.
    public Duration lag() {
        if (log.behind() == 0) {
            return Duration.ZERO;
        }
        if (!carrying) {
            return sinceWritten;
        }
        long micros = log.now().toEpochMilli() * 1_000 - checkpoint.clock();
        return Duration.ofMillis(Math.max(0, micros / 1_000));
    }

    /// Whether a person should look at it.
    public boolean isWrong() {
        return quarantined > 0
                || switch (state) {
                    case State.Running _, State.Stopped _ -> false;
                    case State.Stalled _, State.Paused _, State.NeedsResync _ -> true;
                };
    }
}
