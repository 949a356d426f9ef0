package dev.duet.deploy.compare;

import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

/// How many records hold no value in a field, on each side. One thread.
final class Completeness {
    private final Shape canonical;
    private final Side first;
    private final Side second;

    private static final class Side {
        private final long[] empty;
        private long read;

        Side(int fields) {
            empty = new long[fields];
        }
    }

    Completeness(Shape canonical) {
        this.canonical = canonical;
        this.first = new Side(canonical.size());
        this.second = new Side(canonical.size());
    }

    /// A record was read; one that cannot be is left out.
    void read(boolean inFirst, Sight sight) {
        if (sight instanceof Sight.Present present) {
            Side side = side(inFirst);
            Row record = present.record();
            side.read++;
            for (int i = canonical.keySize(); i < canonical.size(); i++) {
                if (record.get(i) == null) {
                    side.empty[i]++;
                }
            }
        }
    }

    /// The records of a side that were read.
    long read(boolean inFirst) {
        return side(inFirst).read;
    }

    /// Those of them without a value in a field.
    long empty(boolean inFirst, int field) {
        return side(inFirst).empty[field];
    }

    Shape canonical() {
        return canonical;
    }

    private Side side(boolean inFirst) {
        return inFirst ? first : second;
    }
}
