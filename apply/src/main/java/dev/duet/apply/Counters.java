package dev.duet.apply;

import dev.duet.apply.store.CounterStore;
import dev.duet.apply.store.CounterStore.Counter;
import dev.duet.mapping.Validation;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.config.ValidationRule.Quarantine;
import dev.duet.schemas.config.ValidationRule.Reject;
import dev.duet.schemas.config.ValidationRule.Repair;
import dev.duet.schemas.config.ValidationRule.Severity;
import dev.duet.schemas.config.ValidationRule.Warn;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Counts what one direction refuses, mends or leaves out, and writes it into the target along with
/// some marker, at a slow pace, so that it costs next to nothing. What was counted since is lost
/// with the process. One thread.
public final class Counters {
    static final Duration AGAIN = Duration.ofSeconds(5);

    private static final String QUARANTINED = "quarantined";
    private static final String REJECTED = "rejected";
    private static final String UNCHANGED = "unchanged";
    private static final String REDELIVERED = "redelivered";
    private static final String ECHO = "echo";

    private final CounterStore store;
    private final InstantSource clock;
    private final Map<Counter, Long> pending = new HashMap<>();
    private Instant next = Instant.MIN;
    private boolean isWritten;

    /// @param source whose changes they are
    public Counters(String source) {
        this(source, InstantSource.system());
    }

    Counters(String source, InstantSource clock) {
        this.store = new CounterStore(source);
        this.clock = clock;
    }

    /// Those of one transaction, counted before it is known whether it will be committed.
    static final class Attempt {
        private final Map<Counter, Long> counts = new HashMap<>();

        void quarantined(String entity, String code, boolean isRejected) {
            add(entity, isRejected ? REJECTED : QUARANTINED, code);
        }

        /// Records that go over in spite of a rule, or count as others by one.
        void broken(String entity, List<Validation.Broken> rules) {
            for (Validation.Broken one : rules) {
                add(entity, word(one.rule().severity()), one.rule().name());
            }
        }

        private static String word(Severity severity) {
            return switch (severity) {
                case Warn _ -> "warned";
                case Repair _ -> "repaired";
                case Quarantine _ -> QUARANTINED;
                case Reject _ -> REJECTED;
            };
        }

        /// A change that may change nothing of the record.
        void carried(Change canonical) {
            if (canonical instanceof Change.Update update && changesNothing(update)) {
                add(update.shape().entity(), UNCHANGED, "");
            }
        }

        private static boolean changesNothing(Change.Update update) {
            Row before = update.before();
            Row after = update.after();
            for (int i = 0; i < after.size(); i++) {
                if (!(after.get(i) instanceof Unchanged)
                        && !Objects.equals(before.get(i), after.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private void add(String entity, String what, String rule) {
            counts.merge(new Counter(entity, what, rule), 1L, Long::sum);
        }
    }

    /// A transaction that the target has already.
    public void redelivered() {
        pending.merge(new Counter("", REDELIVERED, ""), 1L, Long::sum);
    }

    /// A transaction of our own that changed records: it is not carried back.
    public void echo() {
        pending.merge(new Counter("", ECHO, ""), 1L, Long::sum);
    }

    /// In the transaction of a marker.
    void write(Connection connection) throws SQLException {
        store.add(connection, due());
    }

    /// What is to be written now; nothing before it is time.
    Map<Counter, Long> due() {
        isWritten = !pending.isEmpty() && !clock.instant().isBefore(next);
        return isWritten ? Map.copyOf(pending) : Map.of();
    }

    /// The transaction that was written last is committed.
    void committed(Attempt attempt) {
        if (isWritten) {
            pending.clear();
            next = clock.instant().plus(AGAIN);
            isWritten = false;
        }
        attempt.counts.forEach((counter, count) -> pending.merge(counter, count, Long::sum));
    }
}
