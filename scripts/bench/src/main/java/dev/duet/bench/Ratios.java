package dev.duet.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// Medians over the rounds, and what the full road makes of them. A ratio is taken within a round,
/// where both figures met the same load.
///
/// @param timings of all rounds
/// @param delays of all rounds
record Ratios(List<Timing> timings, List<Delays> delays) {
    /// The full road shall reach this part of what Debezium alone reads.
    static final double SPEED_AIM = 0.7;

    /// With a share of the changes in conflict it shall keep this part of its rate.
    static final double CONFLICT_AIM = 0.5;

    /// The median wait shall be below so many times what cannot be avoided.
    static final double DELAY_AIM = 3;

    /// The median rate of a step; empty where it was not taken.
    OptionalDouble rate(Step step, Way way, Variant variant) {
        return median(
                timings.stream().filter(timing -> is(timing, step, way, variant)),
                Timing::rowsPerSecond);
    }

    /// The greatest heap of any round, in bytes.
    long heapPeak(Step step, Way way, Variant variant) {
        return timings.stream()
                .filter(timing -> is(timing, step, way, variant))
                .mapToLong(Timing::heapPeakBytes)
                .max()
                .orElse(0);
    }

    /// The full road against another step.
    OptionalDouble road(Step other, Way way, Variant variant) {
        return median(
                timings.stream().filter(timing -> is(timing, Step.ROAD, way, variant)),
                road ->
                        timings.stream()
                                .filter(timing -> is(timing, other, way, variant))
                                .filter(timing -> timing.round() == road.round())
                                .mapToDouble(
                                        timing -> road.rowsPerSecond() / timing.rowsPerSecond())
                                .findFirst()
                                .orElse(Double.NaN));
    }

    /// The median of a percentile of a kind of wait.
    OptionalDouble delay(Delays.Kind kind, Way way, ToDoubleFunction<Delays> figure) {
        return median(
                delays.stream().filter(each -> each.kind() == kind && each.way() == way), figure);
    }

    /// The median wait against what cannot be avoided: a direct commit and Debezium's reading.
    OptionalDouble delay(Way way) {
        return median(
                delays.stream()
                        .filter(each -> each.kind() == Delays.Kind.ROAD && each.way() == way),
                road ->
                        road.p50()
                                / (p50(Delays.Kind.DIRECT, way, road.round())
                                        + p50(Delays.Kind.READING, way, road.round())));
    }

    private double p50(Delays.Kind kind, Way way, int round) {
        return delays.stream()
                .filter(each -> each.kind() == kind && each.way() == way && each.round() == round)
                .mapToDouble(Delays::p50)
                .findFirst()
                .orElse(Double.NaN);
    }

    /// By name, for machines.
    Map<String, Double> all() {
        Map<String, Double> all = new LinkedHashMap<>();
        for (Way way : Way.values()) {
            for (Variant variant : Variant.values()) {
                road(Step.DEBEZIUM, way, variant)
                        .ifPresent(
                                ratio ->
                                        all.put(
                                                "road/debezium %s %s".formatted(way, variant),
                                                ratio));
                road(Step.JDBC_MARKER, way, variant)
                        .ifPresent(
                                ratio -> all.put("road/jdbc %s %s".formatted(way, variant), ratio));
            }
            delay(way).ifPresent(ratio -> all.put("delay/floor " + way, ratio));
        }
        return all;
    }

    private static boolean is(Timing timing, Step step, Way way, Variant variant) {
        return timing.step() == step && timing.way() == way && timing.variant() == variant;
    }

    private static <T> OptionalDouble median(Stream<T> rounds, ToDoubleFunction<T> figure) {
        double[] sorted = rounds.mapToDouble(figure).toArray();
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return OptionalDouble.of(
                sorted.length % 2 == 1
                        ? sorted[middle]
                        : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
