package dev.duet.deploy.run;

import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/// Some of the changes of a large transaction. Closing it closes the whole.
///
/// @param kept the ordinals of those that are left, in order
record SiftedChanges(Changes whole, int[] kept) implements Changes {
    @Override
    public long count() {
        return kept.length;
    }

    @Override
    public long weight() {
        return whole.count() == 0 ? 0 : whole.weight() * kept.length / whole.count();
    }

    @Override
    public boolean isSpilled() {
        return whole.isSpilled();
    }

    @Override
    public Change get(long ordinal) {
        return whole.get(kept[Math.toIntExact(ordinal)]);
    }

    @Override
    public Changes share() {
        return new SiftedChanges(whole.share(), kept);
    }

    @Override
    public void close() {
        whole.close();
    }

    @Override
    public Iterator<Change> iterator() {
        Iterator<Change> all = whole.iterator();
        PrimitiveIterator.OfInt ordinals = IntStream.of(kept).iterator();
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return ordinals.hasNext();
            }

            @Override
            public Change next() {
                if (!ordinals.hasNext()) {
                    throw new NoSuchElementException();
                }
                int ordinal = ordinals.nextInt();
                while (at++ < ordinal) {
                    all.next();
                }
                return all.next();
            }
        };
    }
}
