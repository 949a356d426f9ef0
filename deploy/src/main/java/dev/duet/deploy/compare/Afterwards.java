package dev.duet.deploy.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.terminal.Progress;
import dev.duet.deploy.terminal.Style;
import dev.duet.schemas.config.DuetConfig;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A comparison of whole entities that ends another command, as `duet compare` would say it.
///
/// @param areEqual whether all was compared and nothing differs
/// @param lines for a terminal
/// @param json for scripts
public record Afterwards(boolean areEqual, List<String> lines, ObjectNode json) {
    private static final int LISTED = 20;
    private static final int CHUNK = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public Afterwards {
        lines = List.copyOf(lines);
    }

    /// @param systems stay open
    /// @param stopped whether somebody wants it to end
    public static Afterwards of(
            DuetConfig config,
            OpenSystems systems,
            List<String> entities,
            Progress progress,
            BooleanSupplier stopped)
            throws SQLException, InterruptedException {
        var request =
                new Request(entities, null, null, null, Request.ALL, LISTED, CHUNK, PATIENCE, null);
        Findings findings =
                new Comparison(config, request, systems, progress, stopped).run(Unlike.Sink.NONE);
        return new Afterwards(
                findings.areEqual(),
                new ReportText(findings, Style.ofOutput()).lines(),
                ReportJson.of(findings));
    }
}
