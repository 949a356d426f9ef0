package dev.duet.capture.internal;

import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Gives each transaction of one log its origin: a hybrid logical clock, and what of the peer had
/// been seen. One thread.
///
/// The clock is a fold over the log from a stored anchor, so that the same transaction gets the
/// same clock before and after a restart. Source: Kulkarni et al., Logical Physical Clocks, 2014;
/// PROTOCOL section 2.8.
final class OriginStamp {
    private final String system;
    private long clock;
    private @Nullable Position seen;

    OriginStamp(String system, Anchor from) {
        this.system = system;
        this.clock = from.clock();
        this.seen = from.seen();
    }

    Origin client(Position position, String transaction, Instant committedAt) {
        clock = Math.max(ChronoUnit.MICROS.between(Instant.EPOCH, committedAt), clock + 1);
        return new Origin(system, position, transaction, committedAt, clock, seen);
    }

    Origin marker(Position position, String transaction, Instant committedAt, Checkpoint marker) {
        clock = Math.max(clock, marker.clock());
        seen = marker.position();
        return new Origin(system, position, transaction, committedAt, clock, seen);
    }

    /// A transaction of ours that is an event of its own, too: triggers may have done something in
    /// it.
    Origin event(Position position, String transaction, Instant committedAt, Checkpoint marker) {
        marker(position, transaction, committedAt, marker);
        return client(position, transaction, committedAt);
    }

    Origin passed(Position position, String transaction, Instant committedAt) {
        return new Origin(system, position, transaction, committedAt, clock, seen);
    }
}
