package dev.duet.deploy.run;

import dev.duet.apply.Arbiter;
import dev.duet.apply.Counters;
import dev.duet.apply.MappedTransaction;
import dev.duet.apply.TargetTerms;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.capture.EntryQueue;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.Settings;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Takes entries off one log's queue and gives them to the arbiter. One thread.
///
/// Reads as far ahead as one batch, so that with a backlog several small transactions share a
/// target transaction, and with none each goes alone.
public final class Intake {
    /// A repair may go before the transactions that wait to be written.
    private static final int PUT_OFF_MAX = 3;

    private final EntryQueue queue;
    private final Arbiter arbiter;
    private final Side side;
    private final Siding siding;
    private final Mappings toPeer;
    private final TargetTerms peerTerms;
    private final Settings.Batch limits;
    private final Position had;
    private final Counters counters;
    private @Nullable LogEntry waiting;

    /// How often the entry that waits was put off, since what it needs may come from those before
    /// it.
    private int putOff;

    /// Where the side's entries go.
    ///
    /// @param terms of the peer
    /// @param siding where changes of paused entities go
    /// @param had up to where the peer has them already
    record Peer(Mappings mappings, TargetTerms terms, Siding siding, Position had) {}

    /// @param side whose log it is
    Intake(
            EntryQueue queue,
            Arbiter arbiter,
            Side side,
            Peer peer,
            Settings.Batch limits,
            Counters counters) {
        this.queue = queue;
        this.arbiter = arbiter;
        this.side = side;
        this.toPeer = peer.mappings;
        this.peerTerms = peer.terms;
        this.siding = peer.siding;
        this.had = peer.had;
        this.limits = limits;
        this.counters = counters;
    }

    /// Waits for an entry, no longer than the limit, and reads what is there. What is parked of it
    /// is written down by then.
    public void read(Duration limit) throws InterruptedException {
        readAll(limit);
        siding.flush();
    }

    private void readAll(Duration limit) throws InterruptedException {
        Duration wait = limit;
        long rows = 0;
        long bytes = 0;
        int transactions = 0;
        while (rows < limits.maxRows()
                && bytes < limits.maxBytes().bytes()
                && transactions < limits.maxTransactions()) {
            LogEntry entry = waiting == null ? queue.poll(wait) : waiting;
            waiting = null;
            if (entry == null) {
                return;
            }
            if (!arbiter.canRead(side, entry)) {
                waiting = entry;
                queue.await(wait);
                return;
            }
            wait = Duration.ZERO;
            switch (entry) {
                case LogEntry.Transaction whole -> {
                    LogEntry.Transaction transaction = sifted(whole);
                    MappedTransaction mapped = toPeer.map(transaction);
                    if (mapped.isAwaiting() && putOff < PUT_OFF_MAX) {
                        putOff++;
                        waiting = transaction;
                        return;
                    }
                    putOff = 0;
                    transactions++;
                    rows += transaction.changes().count();
                    bytes += transaction.changes().weight();
                    boolean isNew = arbiter.read(side, transaction, mapped, peerTerms);
                    if (!isNew || isHad(transaction)) {
                        counters.redelivered();
                    }
                }
                case LogEntry.Marker marker -> {
                    rows += marker.changes().count();
                    if (marker.changes().count() > 0 && !isHad(marker)) {
                        counters.echo();
                    }
                    arbiter.read(side, siding.sift(toPeer.canonical(marker)));
                    marker.changes().close();
                }
                case LogEntry.Passed passed -> arbiter.read(side, passed);
            }
        }
    }

    /// Without what is parked. Of what the peer has already, both checkpoint rows may say at any
    /// time that it is not read again: so that is written down first.
    private LogEntry.Transaction sifted(LogEntry.Transaction whole) {
        LogEntry.Transaction rest = siding.sift(whole);
        if (isHad(whole)) {
            siding.flush();
        }
        return rest;
    }

    /// After a restart the log is read again from before that.
    private boolean isHad(LogEntry entry) {
        return entry.origin().position().isAtOrBefore(had);
    }
}
