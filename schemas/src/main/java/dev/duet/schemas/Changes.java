package dev.duet.schemas;

import java.util.Iterator;
import java.util.List;

/// The changes of one transaction in their order: in memory when it is small, in a temporary file
/// when it is not.
///
/// May be read more than once; one thread at a time. Closing frees the file.
public interface Changes extends Iterable<Change>, AutoCloseable {
    Changes NONE = of(List.of());

    /// How many changes there are.
    long count();

    /// About how many bytes they take in memory; what bounds queues and batches.
    long weight();

    @Override
    void close();

    /// Changes held in memory, of no stated weight.
    static Changes of(List<Change> changes) {
        return of(changes, 0);
    }

    static Changes of(List<Change> changes, long weight) {
        List<Change> held = List.copyOf(changes);
        return new Changes() {
            @Override
            public long count() {
                return held.size();
            }

            @Override
            public long weight() {
                return weight;
            }

            @Override
            public Iterator<Change> iterator() {
                return held.iterator();
            }

            @Override
            public void close() {}
        };
    }
}
