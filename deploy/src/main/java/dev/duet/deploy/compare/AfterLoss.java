package dev.duet.deploy.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.deploy.Person;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.terminal.Progress;
import dev.duet.deploy.terminal.Style;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Both sides brought to the same after a log was lost, as `duet compare --repair` would: for
/// another command.
///
/// @param isWell whether all is equal now
/// @param isTooMany whether more differs than may be repaired, so that nothing was
/// @param lines for a terminal
/// @param json for scripts
public record AfterLoss(boolean isWell, boolean isTooMany, List<String> lines, ObjectNode json) {
    private static final int CHUNK = 5_000;
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    public AfterLoss {
        lines = List.copyOf(lines);
    }

    /// @param lost whose log was lost, while the other one's was not
    /// @param isRead whether its log is read again by now
    /// @param deleteExtraIn the systems in which what only they have is deleted
    /// @param most records that may differ
    /// @param reason empty for the plan alone
    /// @param patience how long the sync is waited for each time
    public record Wanted(
            String lost,
            boolean isRead,
            boolean isDry,
            Set<String> deleteExtraIn,
            int most,
            String reason,
            Duration patience) {
        public Wanted {
            deleteExtraIn = Set.copyOf(deleteExtraIn);
        }
    }

    /// @param systems stay open
    /// @param stopped whether somebody wants it to end
    public static AfterLoss of(
            DuetConfig config,
            OpenSystems systems,
            Wanted wanted,
            Progress progress,
            BooleanSupplier stopped)
            throws SQLException, InterruptedException {
        var request =
                new Request(
                        config.entities().stream().map(EntityConfig::name).toList(),
                        null,
                        null,
                        null,
                        Request.ALL,
                        0,
                        CHUNK,
                        wanted.patience(),
                        wanted.isRead() ? null : wanted.lost());
        // closes with the systems, which are not its own
        @SuppressWarnings("resource")
        var comparison = new Comparison(config, request, systems, progress, stopped);
        comparison.require(request.entities()); // what a lost log had of it is remembered nowhere
        var unlikes = new Unlikes(wanted.most());
        Findings findings = comparison.run(unlikes);
        if (unlikes.isTooMany()) {
            return new AfterLoss(
                    false,
                    true,
                    List.of(
                            "more than %,d records differ: nothing of them was written. Look why so many do ('duet compare'); --max-repairs %d lets them be repaired all the same"
                                    .formatted(wanted.most(), findings.differences())),
                    ReportJson.of(findings));
        }
        return of(comparison, wanted, findings, unlikes, config);
    }

    private static AfterLoss of(
            Comparison comparison,
            Wanted wanted,
            Findings findings,
            Unlikes unlikes,
            DuetConfig config)
            throws SQLException, InterruptedException {
        var repair =
                new Repair(
                        comparison,
                        new Repairing(
                                wanted.isDry(),
                                null,
                                wanted.deleteExtraIn(),
                                wanted.most(),
                                wanted.reason(),
                                Person.here()),
                        new LostLog(
                                config.first().name().equals(wanted.lost()) ? Side.A : Side.B,
                                comparison.systems()));
        List<Verdict> plan = repair.plan(unlikes.records());
        List<Repaired> results = wanted.isDry() ? List.of() : repair.carryOut(plan);
        var text = new RepairText(comparison.systems(), Style.ofOutput());
        List<String> lines = new ArrayList<>();
        if (plan.isEmpty()) {
            lines.add("%,d records compared: nothing differs".formatted(findings.records()));
        } else {
            lines.addAll(text.plan(plan, findings.obstacle()));
        }
        if (!results.isEmpty()) {
            lines.addAll(text.results(results));
        }
        ObjectNode json = ReportJson.of(findings);
        text.json(json.putObject("repair"), wanted.isDry(), plan, results);
        boolean isMended =
                findings.differences() == results.size()
                        && results.stream().allMatch(Repaired::isMended);
        return new AfterLoss(
                isMended && findings.changing() == 0 && !findings.ended(), false, lines, json);
    }

    /// Waits until the sync has come past what both logs hold now, however often it begins again
    /// meanwhile.
    ///
    /// @param unread as of [Wanted#lost], while nobody reads that log; null for none
    /// @return why it has not, when time was up
    public static Optional<String> awaitSync(
            DuetConfig config,
            OpenSystems systems,
            @Nullable String unread,
            Duration patience,
            BooleanSupplier stopped)
            throws SQLException, InterruptedException {
        var fence = new Fence(config, systems, patience, stopped, unread);
        long limit = System.nanoTime() + patience.toNanos();
        Optional<String> obstacle = fence.pass();
        while (obstacle.isPresent() && System.nanoTime() < limit && !stopped.getAsBoolean()) {
            Thread.sleep(ASK_AGAIN);
            obstacle = fence.pass();
        }
        return obstacle;
    }
}
