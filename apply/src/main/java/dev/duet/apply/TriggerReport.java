package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.TriggerEffect;
import dev.duet.apply.conflict.TriggerEffect.What;
import dev.duet.apply.store.TriggerStore;
import dev.duet.apply.store.TriggerStore.Counted;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Counts in the target what its triggers did to what was written there, and says it in the log: a
/// line for each column, again only at a slow pace. One thread.
final class TriggerReport {
    private static final Logger log = LoggerFactory.getLogger(TriggerReport.class);
    private static final Duration AGAIN = Duration.ofMinutes(10);
    private static final String MEND =
            "'on-trigger: carry-back' in the entity brings it to the other side, 'ignore' leaves"
                    + " the sides different; or make the trigger leave Duet's user out, as 'duet"
                    + " check' shows";

    private final ApplySettings settings;
    private final TriggerStore store = new TriggerStore();
    private final Map<Counted, Said> said = new HashMap<>();

    /// Of one column, when it was last told and what has come since.
    private static final class Said {
        long nanos;
        long since;
    }

    TriggerReport(ApplySettings settings) {
        this.settings = settings;
    }

    void record(Connection connection, ApplyTask task) throws SQLException {
        for (Map.Entry<TriggerEffect, Long> effect : task.effects().entrySet()) {
            if (isTold(effect.getKey())) {
                store.add(connection, counted(effect.getKey(), effect.getValue()));
            }
        }
    }

    /// Where a foreign key has an action, that is what changes rows beside, and the other side's
    /// log brings the same.
    private boolean isTold(TriggerEffect effect) {
        return effect.what() != What.BESIDE || !settings.relations().isActedOn(effect.entity());
    }

    private Counted counted(TriggerEffect effect, long count) {
        Integer column = effect.column();
        return new Counted(
                effect.entity(),
                column == null
                        ? ""
                        : settings.terms().shape(effect.entity()).columns().get(column).name(),
                effect.what().name().toLowerCase(Locale.ROOT),
                count);
    }

    void committed(ApplyTask task, Set<RecordKey> refused) {
        task.effects()
                .forEach(
                        (effect, count) -> {
                            if (isTold(effect)) {
                                tell(counted(effect, 0), count);
                            }
                        });
        for (RecordKey record : refused) {
            if (task.plan().carried().looping().contains(record)) {
                log.error(
                        "a record goes round between the sides and is held direction={} entity={}"
                                + " key={} mend={}",
                        settings.direction(),
                        record.entity(),
                        settings.terms().keyText(record),
                        "find the triggers or programs that answer each other's writes and make"
                                + " one of them leave Duet's user out; then 'duet quarantine"
                                + " retry' or 'discard'; settings.loops says how often is too"
                                + " often");
            }
        }
    }

    private void tell(Counted what, long count) {
        long now = System.nanoTime();
        Said before = said.get(what);
        Said entry = before == null ? new Said() : before;
        said.put(what, entry);
        entry.since += count;
        if (before == null || now - entry.nanos > AGAIN.toNanos()) {
            log.warn(
                    "a trigger did something to what was written system={} entity={} column={}"
                            + " effect={} count={} mend={}",
                    settings.direction().target(),
                    what.entity(),
                    what.field(),
                    what.effect(),
                    entry.since,
                    MEND);
            entry.nanos = now;
            entry.since = 0;
        }
    }
}
