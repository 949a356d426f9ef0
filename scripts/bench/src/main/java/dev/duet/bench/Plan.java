package dev.duet.bench;

/// How much is measured.
///
/// @param rows in a backlog of 100-row transactions; the other variants are made from it
/// @param samples of each kind of wait in a round
/// @param rounds that count
/// @param warmUpRows in the backlog of the round that does not count; 0 for no such round
record Plan(int rows, int samples, int rounds, int warmUpRows) {
    /// About ten minutes on an idle machine.
    static final Plan USUAL = new Plan(100_000, 200, 3, 50_000);

    /// About two.
    static final Plan QUICK = new Plan(20_000, 40, 1, 0);

    Plan withRows(int wanted) {
        return new Plan(wanted, samples, rounds, Math.min(warmUpRows, wanted));
    }
}
