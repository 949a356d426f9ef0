package dev.duet.apply;

import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Origin;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// From where each log must be read again after a restart; shared by both directions and both
/// readers, thread-safe.
///
/// A position moves on only when the marker of the transaction that applied it has come back
/// through the target's log; and a log is acknowledged only up to what a committed checkpoint row
/// says.
public final class ResumePositions {
    /// Beyond so many awaited positions every second is forgotten: a coarser one is as safe.
    private static final int MOST_AWAITED = 8_192;

    private final Map<String, Log> logs = new HashMap<>();

    private static final class Log {
        final ArrayDeque<Anchor> awaited = new ArrayDeque<>();
        Anchor safe;
        Anchor durable;

        Log(Anchor stored) {
            safe = stored;
            durable = stored;
        }

        /// The last is kept always, since nothing may come after it for a long time.
        void thin() {
            if (awaited.size() <= MOST_AWAITED) {
                return;
            }
            ArrayDeque<Anchor> kept = new ArrayDeque<>();
            boolean keep = true;
            while (awaited.size() > 1) {
                Anchor next = awaited.removeFirst();
                if (keep) {
                    kept.addLast(next);
                }
                keep = !keep;
            }
            kept.addLast(awaited.removeFirst());
            awaited.addAll(kept);
        }
    }

    /// @param stored the resume position of each system's log as the checkpoint rows have it
    public ResumePositions(Map<String, Anchor> stored) {
        stored.forEach((system, anchor) -> logs.put(system, new Log(anchor)));
    }

    /// Notes that everything of the source's log up to here was committed in the target under a
    /// marker.
    public synchronized void applied(Origin upTo) {
        log(upTo.system()).awaited.addLast(new Anchor(upTo.position(), upTo.clock(), upTo.seen()));
        log(upTo.system()).thin();
    }

    /// Notes that a marker has come back: what it stands for need not be read again.
    public synchronized void returned(Checkpoint marker) {
        Log log = log(marker.source());
        while (!log.awaited.isEmpty()
                && log.awaited.peekFirst().position().isAtOrBefore(marker.position())) {
            log.safe = log.awaited.removeFirst();
        }
    }

    /// What the next checkpoint row may say of a log.
    public synchronized Anchor safe(String system) {
        return log(system).safe;
    }

    /// Notes what a committed checkpoint row says of a log.
    public synchronized void committed(String system, Anchor anchor) {
        Log log = log(system);
        if (anchor.position().isAfter(log.durable.position())) {
            log.durable = anchor;
        }
    }

    /// Up to where a log may be acknowledged.
    public synchronized Anchor durable(String system) {
        return log(system).durable;
    }

    /// How many positions wait for their marker.
    synchronized int awaited(String system) {
        return log(system).awaited.size();
    }

    private Log log(String system) {
        Log log = logs.get(system);
        if (log == null) {
            throw new IllegalArgumentException("there is no system " + system);
        }
        return log;
    }
}
