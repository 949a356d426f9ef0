package dev.duet.mapping;

import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.LongStream;

/// The changes of a large transaction in another form, mapped as they are read and never gathered.
/// Those that cannot be mapped are left out. Immutable, but for its source.
public final class MappedChanges implements Changes {
    private final Changes source;
    private final Function<Change, Mapped> mapping;
    private final Function<Mapped.Ready, Change> form;

    /// Of each change that is left out, how many before it are not.
    private final long[] leftOut;

    /// Reads them once, to see which cannot be mapped.
    ///
    /// @param source closed with this
    /// @param form which form of a mapped change is wanted
    public MappedChanges(
            Changes source, Function<Change, Mapped> mapping, Function<Mapped.Ready, Change> form) {
        this.source = source;
        this.mapping = mapping;
        this.form = form;
        this.leftOut = leftOut();
    }

    private long[] leftOut() {
        LongStream.Builder found = LongStream.builder();
        long kept = 0;
        for (Change change : source) {
            if (mapping.apply(change) instanceof Mapped.Ready) {
                kept++;
            } else {
                found.add(kept);
            }
        }
        return found.build().toArray();
    }

    private MappedChanges(MappedChanges other) {
        this.source = other.source.share();
        this.mapping = other.mapping;
        this.form = other.form;
        this.leftOut = other.leftOut;
    }

    @Override
    public long count() {
        return source.count() - leftOut.length;
    }

    @Override
    public long weight() {
        return source.weight();
    }

    @Override
    public boolean isSpilled() {
        return source.isSpilled();
    }

    @Override
    public Change get(long ordinal) {
        return mapped(source.get(ordinal + leftOutUpTo(ordinal)));
    }

    private int leftOutUpTo(long ordinal) {
        int low = 0;
        int high = leftOut.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (leftOut[middle] <= ordinal) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Change mapped(Change change) {
        return switch (mapping.apply(change)) {
            case Mapped.Ready ready -> form.apply(ready);
            case Mapped.Passed _ -> throw new IllegalStateException("mapped before: passed");
            case Mapped.Refused refused ->
                    throw new IllegalStateException("mapped before: " + refused.reason());
        };
    }

    @Override
    public Changes share() {
        return new MappedChanges(this);
    }

    @Override
    public Iterator<Change> iterator() {
        Iterator<Change> each = source.iterator();
        return new Iterator<>() {
            private int passed;
            private long read;

            @Override
            public boolean hasNext() {
                return read < count();
            }

            @Override
            public Change next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                while (passed < leftOut.length && leftOut[passed] == read) {
                    each.next();
                    passed++;
                }
                read++;
                return mapped(each.next());
            }
        };
    }

    @Override
    public void close() {
        source.close();
    }
}
