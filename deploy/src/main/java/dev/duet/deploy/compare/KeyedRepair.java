package dev.duet.deploy.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.terminal.Progress;
import dev.duet.deploy.terminal.Style;
import dev.duet.schemas.Key;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Brings some records, known by their keys, to what a witness says: compares them, plans, writes,
/// and looks again, as `duet compare --repair` does. One thread.
public final class KeyedRepair {
    private static final int CHUNK = 5_000;

    private final Comparison comparison;
    private final Repair repair;
    private final Witness witness;
    private final Repairing wanted;
    private final @Nullable String obstacle;
    private List<Verdict> plan = List.of();
    private List<Repaired> results = List.of();
    private final Set<RecordKey> changing = new HashSet<>();

    /// How it is to be done.
    ///
    /// @param prefer who wins where the witness cannot tell; null for nobody
    /// @param most records that may differ
    /// @param patience how long the sync is waited for each time
    public record Terms(
            boolean isDry,
            @Nullable Side prefer,
            int most,
            String reason,
            String by,
            Duration patience) {}

    private KeyedRepair(
            Comparison comparison, Repairing wanted, Witness witness, @Nullable String obstacle)
            throws SQLException {
        this.comparison = comparison;
        this.wanted = wanted;
        this.witness = witness;
        this.obstacle = obstacle;
        this.repair = new Repair(comparison, wanted, witness);
    }

    /// @param systems stay open
    public static KeyedRepair of(
            DuetConfig config,
            OpenSystems systems,
            Terms terms,
            Witness witness,
            Progress progress,
            BooleanSupplier stopped)
            throws SQLException {
        List<String> entities = config.entities().stream().map(it -> it.name()).toList();
        Request request = Request.whole(entities, CHUNK, terms.patience());
        var wanted =
                new Repairing(
                        terms.isDry(),
                        terms.prefer(),
                        Set.of(),
                        terms.most(),
                        terms.reason(),
                        terms.by());
        var comparison = new Comparison(config, request, systems, progress, stopped);
        return new KeyedRepair(comparison, wanted, witness, comparison.obstacle().orElse(null));
    }

    /// Waits until the sync has come past all that is in both logs now.
    ///
    /// @return why it does not; empty when it has
    public Optional<String> comePast() throws SQLException, InterruptedException {
        return comparison.fence().pass();
    }

    /// The same so far that not even a restart reads it again.
    public Optional<String> leaveBehind() throws SQLException, InterruptedException {
        return comparison.fence().passForGood();
    }

    /// Compares the records and decides what is to become of those that differ.
    ///
    /// @return whether they are no more than may differ
    public boolean plan(Map<String, Set<Key>> keys) throws SQLException, InterruptedException {
        var unlikes = new Unlikes(wanted.most());
        for (Map.Entry<String, Set<Key>> entity : keys.entrySet()) {
            comparison.lookAgain(entity.getKey(), entity.getValue(), unlikes);
            entity.getValue().stream()
                    .filter(unlikes::isChanging)
                    .forEach(key -> changing.add(new RecordKey(entity.getKey(), key)));
        }
        if (unlikes.isTooMany()) {
            return false;
        }
        witness.catchUp(); // after the rows were read, so it knows all that they show
        plan = repair.plan(unlikes.records());
        return true;
    }

    /// How many records are to be written.
    public long mends() {
        return plan.stream().filter(Verdict.Mend.class::isInstance).count();
    }

    public void carryOut() throws SQLException, InterruptedException {
        results = repair.carryOut(plan);
    }

    /// Whether every record is as it shall be.
    public boolean isWell() {
        return changing.isEmpty()
                && results.size() == plan.size()
                && results.stream().allMatch(Repaired::isMended);
    }

    /// The records that are not as they shall be, with why not; to be asked after [#carryOut].
    public Map<RecordKey, String> open() {
        Map<RecordKey, String> open = new LinkedHashMap<>();
        changing.forEach(record -> open.put(record, "it keeps changing"));
        for (Repaired result : results) {
            if (!result.isMended()) {
                open.put(result.verdict().record().record(), result.words());
            }
        }
        return open;
    }

    public List<String> planLines(Style style) {
        List<String> lines = new ArrayList<>();
        if (!plan.isEmpty()) {
            lines.addAll(new RepairText(comparison.systems(), style).plan(plan, obstacle));
        }
        if (!changing.isEmpty()) {
            lines.add(
                    "%,d records kept changing and were left: replay again"
                            .formatted(changing.size()));
        }
        return lines;
    }

    public List<String> resultLines(Style style) {
        return results.isEmpty()
                ? List.of()
                : new RepairText(comparison.systems(), style).results(results);
    }

    public void json(ObjectNode json) {
        json.put("changing", changing.size());
        new RepairText(comparison.systems(), Style.PLAIN).json(json, wanted.isDry(), plan, results);
    }
}
