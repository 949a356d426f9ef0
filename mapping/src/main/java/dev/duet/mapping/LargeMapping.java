package dev.duet.mapping;

import dev.duet.mapping.fields.CannotLookUp;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;

import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.LongStream;

/// The changes of a large transaction, mapped as they are read and never gathered. Immutable, but
/// for its source.
///
/// They are read several times, beside what was decided about each, and must be the same each time:
/// one that was refused at first stays so, whatever a reference table has got meanwhile.
public final class LargeMapping implements Iterable<Mapped> {
    private final Changes source;
    private final Function<Change, Mapped> mapping;

    /// Of each change that cannot be written, how many before it can.
    private final long[] leftOut;

    /// Reads them once, to see which cannot be mapped.
    public LargeMapping(Changes source, Function<Change, Mapped> mapping) {
        this.source = source;
        this.mapping = mapping;
        LongStream.Builder found = LongStream.builder();
        long kept = 0;
        for (Change change : source) {
            if (mapping.apply(change) instanceof Mapped.Ready) {
                kept++;
            } else {
                found.add(kept);
            }
        }
        this.leftOut = found.build().toArray();
    }

    /// Those that can be written.
    ///
    /// @param form which form of a mapped change is wanted
    public MappedChanges as(Function<Mapped.Ready, Change> form) {
        return new MappedChanges(source, this::ready, form, leftOut);
    }

    private Mapped.Ready ready(Change change) {
        return switch (mapping.apply(change)) {
            case Mapped.Ready ready -> ready;
            case Mapped.Passed _ -> throw changed("it is no record any more");
            case Mapped.Refused refused -> throw changed(refused.reason());
        };
    }

    private static CannotLookUp changed(String reason) {
        return new CannotLookUp(
                "a large transaction reads otherwise than at first, since a reference table was"
                        + " changed meanwhile: put that back, or restart 'duet run': "
                        + reason);
    }

    @Override
    public Iterator<Mapped> iterator() {
        Iterator<Change> each = source.iterator();
        return new Iterator<>() {
            private int passed;
            private long kept;

            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Mapped next() {
                Change change = each.next();
                if (passed < leftOut.length && leftOut[passed] == kept) {
                    passed++;
                    Mapped mapped = mapping.apply(change);
                    return mapped instanceof Mapped.Ready ? Mapped.Refused.late(change) : mapped;
                }
                kept++;
                return ready(change);
            }
        };
    }
}
