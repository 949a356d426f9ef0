package dev.duet.bench;

import dev.duet.bench.Conflicts.Joined;
import dev.duet.deploy.terminal.TextTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// The figures as a person reads them.
final class Summary {
    private static final List<Step> ALONE =
            List.of(
                    Step.NOTHING,
                    Step.DEBEZIUM,
                    Step.CAPTURE,
                    Step.JDBC,
                    Step.JDBC_MARKER,
                    Step.ROAD);
    private static final String NONE = "-";

    private final Results results;
    private final Ratios ratios;

    Summary(Results results) {
        this.results = results;
        this.ratios = new Ratios(results.timings(), results.delays());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(heading());
        if (!results.timings().isEmpty()) {
            lines.addAll(catchUp());
        }
        if (!results.delays().isEmpty()) {
            lines.addAll(waits());
        }
        if (!results.conflicts().isEmpty()) {
            lines.addAll(conflicts());
        }
        return lines;
    }

    private List<String> conflicts() {
        var table = new TextTable();
        table.row("Two backlogs brought together", "changes/s", "of that at 0 %", "peak heap");
        double calm = 0;
        for (int share :
                results.conflicts().stream().mapToInt(Joined::share).distinct().toArray()) {
            List<Joined> ofShare =
                    results.conflicts().stream().filter(one -> one.share() == share).toList();
            double rate = median(ofShare.stream().mapToDouble(Joined::changesPerSecond));
            calm = share == 0 ? rate : calm;
            OptionalDouble ratio = OptionalDouble.of(rate / calm);
            table.row(
                    "%d %% of the changes in conflict".formatted(share),
                    text("%,.0f", rate),
                    share == 0 ? NONE : judged(ratio, ratio.getAsDouble() >= Ratios.CONFLICT_AIM),
                    heap(ofShare.stream().mapToLong(Joined::heapPeakBytes).max().orElse(0)));
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(table.lines());
        lines.add(
                text(
                        "Starting included. Aim: at least %.1f of the rate without conflicts.",
                        Ratios.CONFLICT_AIM));
        for (Behind.Held held : results.behind()) {
            lines.add(
                    text(
                            "One side far behind a backlog of %,d changes: at most %,d in flight,"
                                    + " for which the core holds %s.",
                            held.changes(), held.inFlight(), heap(held.bytes())));
        }
        return lines;
    }

    private static double median(DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private List<String> heading() {
        Surroundings where = results.surroundings();
        return List.of(
                "",
                "machine   %d x %s".formatted(where.processors(), where.machine()),
                "versions  commit %s, %s".formatted(where.commit(), pairs(where.versions(), " ")),
                "settings  " + pairs(where.settings(), "="),
                "load      "
                        + results.loads().stream()
                                .map(load -> text("%.1f", load))
                                .collect(Collectors.joining(", "))
                        + " (before each round, and at the end)",
                "gate      " + results.gate());
    }

    private static String pairs(Map<String, String> map, String between) {
        return map.entrySet().stream()
                .map(each -> each.getKey() + between + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private List<String> catchUp() {
        var table = new TextTable();
        table.row(
                Stream.of(
                                Stream.of("Catch-up, rows/s"),
                                ALONE.stream().map(Step::title),
                                Stream.of("Duet/Debezium", "Duet/JDBC+mark", "peak heap"))
                        .flatMap(cells -> cells)
                        .toArray(String[]::new));
        for (Way way : Way.values()) {
            for (Variant variant : Variant.values()) {
                table.row(alone(way, variant));
            }
        }
        var both = new TextTable();
        both.row("Both ways at once, rows/s", Step.ROAD.title(), "peak heap");
        for (Way way : Way.values()) {
            for (Variant variant : Variant.values()) {
                OptionalDouble rate = ratios.rate(Step.ROAD_BOTH, way, variant);
                if (rate.isPresent()) {
                    both.row(
                            label(way, variant),
                            rate(rate),
                            heap(ratios.heapPeak(Step.ROAD_BOTH, way, variant)));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(table.lines());
        lines.add(
                text(
                        "Median of %d round(s). Aim: Duet/Debezium at least %.1f.",
                        results.plan().rounds(), Ratios.SPEED_AIM));
        lines.add("");
        lines.addAll(both.lines());
        lines.add("");
        for (Step step : Step.values()) {
            lines.add("%-10s %s".formatted(step.title(), step.meaning()));
        }
        return lines;
    }

    private String[] alone(Way way, Variant variant) {
        OptionalDouble ratio = ratios.road(Step.DEBEZIUM, way, variant);
        return Stream.of(
                        Stream.of(label(way, variant)),
                        ALONE.stream().map(step -> rate(ratios.rate(step, way, variant))),
                        Stream.of(
                                judged(
                                        ratio,
                                        ratio.isPresent()
                                                && ratio.getAsDouble() >= Ratios.SPEED_AIM),
                                number(ratios.road(Step.JDBC_MARKER, way, variant)),
                                heap(ratios.heapPeak(Step.ROAD, way, variant))))
                .flatMap(cells -> cells)
                .toArray(String[]::new);
    }

    private List<String> waits() {
        var table = new TextTable();
        table.row("Waits of one row, ms", "", "p50", "p95", "p99", "max");
        var floor = new TextTable();
        for (Way way : Way.values()) {
            for (Delays.Kind kind : Delays.Kind.values()) {
                table.row(
                        way.label(),
                        kind.title(),
                        wait(kind, way, Delays::p50),
                        wait(kind, way, Delays::p95),
                        wait(kind, way, Delays::p99),
                        wait(kind, way, Delays::max));
            }
            OptionalDouble ratio = ratios.delay(way);
            floor.row(
                    way.label(),
                    "p50 of Duet / (direct commit + Debezium's reading)",
                    judged(ratio, ratio.isPresent() && ratio.getAsDouble() < Ratios.DELAY_AIM));
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(table.lines());
        lines.add("");
        lines.addAll(floor.lines());
        lines.add(text("Aim: below %.0f.", Ratios.DELAY_AIM));
        lines.add("");
        for (Delays.Kind kind : Delays.Kind.values()) {
            lines.add("%-18s %s".formatted(kind.title(), kind.meaning()));
        }
        return lines;
    }

    private String wait(Delays.Kind kind, Way way, ToDoubleFunction<Delays> figure) {
        return number(ratios.delay(kind, way, figure));
    }

    private static String label(Way way, Variant variant) {
        return way.label() + ", " + variant.label();
    }

    private static String judged(OptionalDouble ratio, boolean met) {
        return ratio.isEmpty() ? NONE : number(ratio) + (met ? " met" : " missed");
    }

    private static String number(OptionalDouble figure) {
        return figure.isEmpty() ? NONE : text("%.2f", figure.getAsDouble());
    }

    private static String rate(OptionalDouble figure) {
        return figure.isEmpty() ? NONE : text("%,.0f", figure.getAsDouble());
    }

    private static String heap(long bytes) {
        return bytes == 0 ? NONE : text("%d MiB", bytes >> 20);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
