package dev.duet.deploy.compare;

import dev.duet.deploy.run.Misfit;
import dev.duet.schemas.config.DuetConfig;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What a comparison has found. Immutable, but for its tallies.
///
/// @param first the system listed first
/// @param percent of a sample; 100 for all
/// @param leftOut the entities that do not fit their tables
/// @param obstacle why what differs may only not have been carried over yet; null when the sync is
///   at work
/// @param ended whether it was ended before all was compared
record Findings(
        String first,
        String second,
        int percent,
        List<Tally> tallies,
        List<Misfit> leftOut,
        @Nullable String obstacle,
        boolean ended,
        Instant at) {
    Findings {
        tallies = List.copyOf(tallies);
        leftOut = List.copyOf(leftOut);
    }

    static Findings of(
            DuetConfig config,
            Request request,
            List<Tally> tallies,
            List<Misfit> leftOut,
            @Nullable String obstacle,
            boolean ended) {
        return new Findings(
                config.first().name(),
                config.second().name(),
                request.percent(),
                tallies,
                leftOut,
                obstacle,
                ended,
                Instant.now());
    }

    long differences() {
        return tallies.stream().mapToLong(Tally::differences).sum();
    }

    long of(Reason.Code code) {
        return tallies.stream().mapToLong(it -> it.of(code)).sum();
    }

    long changing() {
        return tallies.stream().mapToLong(Tally::changing).sum();
    }

    /// The records in which the first side keeps a value of its own in a field of the other's.
    long keptInFirst() {
        return tallies.stream().mapToLong(Tally::keptInFirst).sum();
    }

    long keptInSecond() {
        return tallies.stream().mapToLong(Tally::keptInSecond).sum();
    }

    long records() {
        return tallies.stream().mapToLong(it -> Math.max(it.first(), it.second())).sum();
    }

    List<Difference> listed() {
        return tallies.stream().flatMap(it -> it.listed().stream()).toList();
    }

    /// Whether all was compared.
    boolean areComplete() {
        return !ended && leftOut.isEmpty();
    }

    /// Whether all was compared and nothing differs.
    boolean areEqual() {
        return differences() == 0 && areComplete();
    }
}
