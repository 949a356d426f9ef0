package dev.duet.deploy.pause;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.store.ParkedStore;
import dev.duet.deploy.compare.KeyedRepair;
import dev.duet.deploy.pause.ParkedTouches.Known;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Pauses;
import dev.duet.deploy.terminal.Progress;
import dev.duet.schemas.Key;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Mends the parked records of one entity that resumes, some at a time, and lets those flow that
/// both sides have alike. One thread.
///
/// A record that a client has changed meanwhile stays parked until the next round: what was changed
/// is noted, and the order in which a record is mended and let flow loses nothing.
final class Resumption {
    private static final Logger log = LoggerFactory.getLogger(Resumption.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MOST_REASONS = 3;

    /// They are held in memory with both their rows, where they differ.
    private static final int MOST_AT_ONCE = 2_000;

    private final DuetConfig config;
    private final OpenSystems systems;
    private final Pauses pauses;
    private final String entity;
    private final String by;
    private final BooleanSupplier stopped;

    /// @param by who resumed it
    Resumption(
            DuetConfig config,
            OpenSystems systems,
            Pauses pauses,
            String entity,
            String by,
            BooleanSupplier stopped) {
        this.config = config;
        this.systems = systems;
        this.pauses = pauses;
        this.entity = entity;
        this.by = by;
        this.stopped = stopped;
    }

    /// Tries each parked record once.
    ///
    /// @return why some are parked still, in words; empty where that is not known of any
    String round() throws SQLException, InterruptedException {
        Map<RecordKey, Long> parked = pauses.parked(entity);
        Map<String, Integer> reasons = new TreeMap<>();
        Iterator<Map.Entry<RecordKey, Long>> all = parked.entrySet().iterator();
        long done = 0;
        while (all.hasNext() && !stopped.getAsBoolean()) {
            Map<RecordKey, Long> some = new LinkedHashMap<>();
            while (all.hasNext() && some.size() < MOST_AT_ONCE) {
                Map.Entry<RecordKey, Long> next = all.next();
                some.put(next.getKey(), next.getValue());
            }
            done += mend(some, reasons);
            log.info(
                    "an entity resumes entity={} mended={} parked={}",
                    entity,
                    done,
                    pauses.parked(entity).size());
        }
        return reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_REASONS)
                .map(it -> it.getValue() + " records: " + it.getKey())
                .collect(Collectors.joining("; "));
    }

    /// @return how many flow now
    private long mend(Map<RecordKey, Long> some, Map<String, Integer> reasons)
            throws SQLException, InterruptedException {
        var terms =
                new KeyedRepair.Terms(
                        false,
                        null,
                        Integer.MAX_VALUE,
                        "the entity was paused, and resumes",
                        by,
                        PATIENCE);
        var witness = new ParkedTouches(side -> read(side, some.keySet()));
        KeyedRepair repair =
                KeyedRepair.of(config, systems, terms, witness, Progress.unseen(), stopped);
        // what was parked is written down, and has become visible, though the log shows a commit
        // first
        if (isKept(repair.comePast(), some.size(), reasons)) {
            return 0;
        }
        Set<Key> keys = some.keySet().stream().map(RecordKey::key).collect(Collectors.toSet());
        repair.plan(Map.of(entity, keys));
        repair.carryOut();
        Map<RecordKey, String> open = repair.open();
        open.values().forEach(why -> reasons.merge(why, 1, Integer::sum));
        Map<RecordKey, Long> mended = new HashMap<>(some);
        mended.keySet().removeAll(open.keySet());
        // a core that read what was parked would take it for carried over, and decide once more
        return mended.isEmpty() || isKept(repair.leaveBehind(), mended.size(), reasons)
                ? 0
                : pauses.release(mended, this::forget);
    }

    private static boolean isKept(
            Optional<String> obstacle, int count, Map<String, Integer> reasons) {
        obstacle.ifPresent(why -> reasons.merge(why, count, Integer::sum));
        return obstacle.isPresent();
    }

    private Map<RecordKey, Known> read(Side side, Set<RecordKey> some) throws SQLException {
        SystemConfig source = side.of(config.systems());
        Map<String, RecordKey> byText =
                some.stream().collect(Collectors.toMap(pauses::keyText, it -> it));
        Map<RecordKey, Known> known = new HashMap<>();
        try (Connection connection = into(source)) {
            new ParkedStore(source.name())
                    .read(connection, entity, byText.keySet())
                    .forEach(
                            (text, parked) ->
                                    known.put(
                                            byText.get(text),
                                            new Known(
                                                    parked.since(),
                                                    pauses.touch(entity, parked.touched()))));
            connection.rollback();
        }
        return known;
    }

    private void forget(List<RecordKey> flowing) throws SQLException {
        Set<String> keys = new HashSet<>();
        flowing.forEach(record -> keys.add(pauses.keyText(record)));
        for (SystemConfig source : config.systems()) {
            try (Connection connection = into(source)) {
                pauses.lock(connection, source.name());
                new ParkedStore(source.name()).remove(connection, entity, keys);
                connection.commit();
            }
        }
    }

    private Connection into(SystemConfig source) throws SQLException {
        return systems.peerOf(source.name()).pool().getConnection();
    }
}
