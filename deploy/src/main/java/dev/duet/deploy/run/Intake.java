package dev.duet.deploy.run;

import dev.duet.apply.ResumePositions;
import dev.duet.capture.EntryQueue;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.Settings;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Takes entries off one log's queue and gathers clients' transactions into batches. One thread.
///
/// When there is a backlog, several small transactions share a target transaction; when there is
/// none, each goes alone.
public final class Intake {
    private final EntryQueue queue;
    private final ResumePositions resumes;
    private final Settings.Batch limits;
    private Origin last;

    /// Transactions to be applied together, and up to where the log was read with them.
    ///
    /// @param transactions none when only the position moved
    public record Batch(List<LogEntry.Transaction> transactions, Origin upTo)
            implements AutoCloseable {
        @Override
        public void close() {
            transactions.forEach(transaction -> transaction.changes().close());
        }
    }

    /// @param from what the target has already, as an origin
    public Intake(EntryQueue queue, ResumePositions resumes, Settings.Batch limits, Origin from) {
        this.queue = queue;
        this.resumes = resumes;
        this.limits = limits;
        this.last = from;
    }

    /// Waits for the next batch; an empty one when none came within the limit.
    ///
    /// @param applied what is at or below this position is skipped
    public Batch next(Duration limit, Position applied) throws InterruptedException {
        List<LogEntry.Transaction> transactions = new ArrayList<>();
        long deadline = System.nanoTime() + limit.toNanos();
        long rows = 0;
        long bytes = 0;
        while (rows < limits.maxRows()
                && bytes < limits.maxBytes().bytes()
                && transactions.size() < limits.maxTransactions()) {
            Duration wait =
                    transactions.isEmpty()
                            ? Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))
                            : Duration.ZERO;
            LogEntry entry = queue.poll(wait);
            if (entry == null) {
                break;
            }
            LogEntry.@Nullable Transaction transaction = take(entry, applied);
            if (transaction != null) {
                transactions.add(transaction);
                rows += transaction.changes().count();
                bytes += transaction.changes().weight();
            }
        }
        return new Batch(transactions, last);
    }

    private LogEntry.@Nullable Transaction take(LogEntry entry, Position applied) {
        boolean known = entry.origin().position().isAtOrBefore(applied);
        if (!known) {
            last = entry.origin();
        }
        return switch (entry) {
            case LogEntry.Marker marker -> {
                resumes.returned(marker.checkpoint());
                yield null;
            }
            case LogEntry.Passed passed -> null;
            case LogEntry.Transaction transaction -> {
                if (known) {
                    transaction.changes().close();
                    yield null;
                }
                yield transaction;
            }
        };
    }
}
