package dev.duet.deploy.compare;

import dev.duet.schemas.Row;

/// What a side has under a record's key. Immutable.
sealed interface Sight {
    Sight ABSENT = new Absent();
    Sight HIDDEN = new Hidden();

    record Present(Row record) implements Sight {}

    record Absent() implements Sight {}

    /// A row that `rows` of the file leaves out: no record.
    record Hidden() implements Sight {}

    /// A row that is a record, but a value of it has no counterpart.
    record Unreadable(String reason) implements Sight {}

    /// Whether the side has the record.
    default boolean isRecord() {
        return switch (this) {
            case Present _, Unreadable _ -> true;
            case Absent _, Hidden _ -> false;
        };
    }
}
