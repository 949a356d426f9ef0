package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.store.TriggerStore;
import dev.duet.apply.store.TriggerStore.Counted;
import dev.duet.schemas.Change;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Manifest;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Sighting;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Counts in the target what its triggers did to what was written there, and says it in our log: a
/// line for each column, again only at a slow pace. One thread.
final class TriggerReport {
    private static final Logger log = LoggerFactory.getLogger(TriggerReport.class);
    private static final Duration AGAIN = Duration.ofMinutes(10);
    private static final String MEND =
            "'on-trigger: carry-back' in the entity brings it to the other side, 'ignore' lets the"
                    + " sides differ; or make the trigger leave Duet's user out, as 'duet check'"
                    + " shows";

    private static final String BESIDE = "beside";

    private final ApplySettings settings;
    private final TriggerStore store = new TriggerStore();
    private final Map<Effect, Long> said = new HashMap<>();

    /// @param field the column in the target; empty for the row as a whole
    private record Effect(String entity, String field, String what) {}

    TriggerReport(ApplySettings settings) {
        this.settings = settings;
    }

    /// In the transaction that the manifest is of; one that is tried again may be told twice, and
    /// is counted once.
    void record(Connection connection, Manifest manifest) throws SQLException {
        Map<Effect, Long> counts = new HashMap<>();
        for (Sighting sighting : manifest.sightings()) {
            effects(sighting).forEach(effect -> counts.merge(effect, 1L, Long::sum));
        }
        for (Map.Entry<Effect, Long> effect : counts.entrySet()) {
            Effect what = effect.getKey();
            store.add(
                    connection, new Counted(what.entity, what.field, what.what, effect.getValue()));
            tell(what);
        }
    }

    /// How many rows of an entity triggers wrote beside ours in a transaction, as the log shows it.
    static Map<String, Long> beside(LogEntry.Marker marker) {
        Map<String, Long> counts = new HashMap<>();
        if (!marker.manifest().written().isEmpty()) {
            for (Change change : marker.changes()) {
                for (RecordKey record : TargetTerms.keys(change)) {
                    if (marker.manifest().isBeside(record.entity(), record.key())) {
                        counts.merge(record.entity(), 1L, Long::sum);
                    }
                }
            }
        }
        return counts;
    }

    /// What was seen of triggers that write other rows than ours.
    ///
    /// @param counts by entity
    void recordBeside(Connection connection, Map<String, Long> counts) throws SQLException {
        for (Map.Entry<String, Long> beside : counts.entrySet()) {
            store.add(connection, new Counted(beside.getKey(), "", BESIDE, beside.getValue()));
            tell(new Effect(beside.getKey(), "", BESIDE));
        }
    }

    private List<Effect> effects(Sighting sighting) {
        String entity = sighting.entity();
        @Nullable Row written = sighting.written();
        @Nullable Row now = sighting.now();
        if (written == null || now == null) {
            return written == null && now == null
                    ? List.of()
                    : List.of(new Effect(entity, "", now == null ? "deleted" : "inserted"));
        }
        Shape shape = settings.terms().shape(entity);
        List<Effect> effects = new ArrayList<>();
        for (int i = shape.keySize(); i < shape.size(); i++) {
            if (!Objects.equals(written.get(i), now.get(i))) {
                effects.add(new Effect(entity, shape.columns().get(i).name(), "changed"));
            }
        }
        return effects;
    }

    private void tell(Effect what) {
        long now = System.nanoTime();
        Long last = said.get(what);
        if (last == null || now - last > AGAIN.toNanos()) {
            said.put(what, now);
            log.warn(
                    "a trigger did something to what was written system={} entity={} column={}"
                            + " effect={} mend={}",
                    settings.direction().target(),
                    what.entity,
                    what.field,
                    what.what,
                    MEND);
        }
    }
}
