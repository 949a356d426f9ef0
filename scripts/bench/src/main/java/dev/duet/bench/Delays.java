package dev.duet.bench;

import java.util.Arrays;

/// The waits of one kind in one round, in milliseconds.
record Delays(
        Kind kind, Way way, int round, int count, double p50, double p95, double p99, double max) {

    /// What was waited for.
    enum Kind {
        NOTHING("no-op", "a query for a row that is there: the floor of what is measured"),
        DIRECT("direct commit", "one row and its commit on the target, by JDBC"),
        READING("Debezium's reading", "commit on the source to Debezium handing over its end"),
        ROAD("Duet", "commit on the source to a query on the target finding the row");

        private final String title;
        private final String meaning;

        Kind(String title, String meaning) {
            this.title = title;
            this.meaning = meaning;
        }

        String title() {
            return title;
        }

        String meaning() {
            return meaning;
        }
    }

    /// @param nanos one for each sample; sorted in place
    static Delays of(Kind kind, Way way, int round, long[] nanos) {
        Arrays.sort(nanos);
        return new Delays(
                kind,
                way,
                round,
                nanos.length,
                at(nanos, 50),
                at(nanos, 95),
                at(nanos, 99),
                nanos[nanos.length - 1] / 1e6);
    }

    /// The nearest rank.
    private static double at(long[] sorted, int percent) {
        int rank = (sorted.length * percent + 99) / 100;
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }
}
