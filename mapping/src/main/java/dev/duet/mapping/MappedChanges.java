package dev.duet.mapping;

import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/// The changes of a large transaction in another form, mapped as they are read and never gathered.
/// Those that cannot be mapped are left out. Immutable, but for its source.
public final class MappedChanges implements Changes {
    private final Changes source;
    private final Function<Change, Mapped.Ready> mapping;
    private final Function<Mapped.Ready, Change> form;

    /// Of each change that is left out, how many before it are not.
    private final long[] leftOut;

    /// @param source closed with this
    /// @param mapping of those that are not left out
    /// @param form which form of a mapped change is wanted
    MappedChanges(
            Changes source,
            Function<Change, Mapped.Ready> mapping,
            Function<Mapped.Ready, Change> form,
            long[] leftOut) {
        this.source = source;
        this.mapping = mapping;
        this.form = form;
        this.leftOut = leftOut;
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
        return form.apply(mapping.apply(change));
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
