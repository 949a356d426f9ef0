package dev.duet.bench;

/// Hands out keys that no row has had yet. One thread.
final class Ids {
    private int next = 1;

    /// The first of so many in a row.
    int take(int count) {
        int first = next;
        next = Math.addExact(next, count);
        return first;
    }

    /// The next that [#take(int)] will give.
    int peek() {
        return next;
    }
}
