package dev.duet.schemas;

import java.util.Iterator;
import java.util.List;

/// The changes of one transaction in their order: in memory when it is small, in a temporary file
/// when it is not.
///
/// May be read more than once, from several threads: nothing is kept between reads. Closing frees
/// the file.
public interface Changes extends Iterable<Change>, AutoCloseable {
    Changes NONE = of(List.of());

    /// How many changes there are.
    long count();

    /// About how many bytes they take in memory; what bounds queues and batches.
    long weight();

    /// How many of them are deletes.
    default long deletes() {
        long deletes = 0;
        for (Change change : this) {
            deletes += change instanceof Change.Delete ? 1 : 0;
        }
        return deletes;
    }

    /// Whether they lie in a file: to be read one by one, and never gathered.
    default boolean isSpilled() {
        return false;
    }

    /// One of them, counted from 0.
    Change get(long ordinal);

    /// The same changes for somebody else, who closes them too: the file goes with the last.
    Changes share();

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
            public Change get(long ordinal) {
                return held.get(Math.toIntExact(ordinal));
            }

            @Override
            public Changes share() {
                return this;
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
