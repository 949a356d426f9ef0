package dev.duet.apply.conflict;

import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

/// What is different while a log is read again after a restart, up to its stored clean position
/// (PROTOCOL 4, RESTART): there everything is settled, so that the rows are the truth, while
/// changes whose other half lies before the resume position cannot be folded. Stateless.
final class Rebuilding {
    private Rebuilding() {}

    /// Some of the transactions that a marker stands for were not read again.
    static void missed(SideState state) {
        state.records.values().forEach(Rebuilding::missed);
    }

    static void missed(TrackedRecord record) {
        record.shadow.forgetAll();
        record.inexact = true;
    }

    /// A change was merged that had not seen all of this side's, some of which were not read again.
    static void merged(SideState state, TrackedRecord record, NetChange change, long seen) {
        if (seen >= state.began || change instanceof NetChange.Released) {
            return;
        }
        record.inexact = true;
        record.shadow.forgetPresence();
        for (int i = record.rules.keySize(); i < record.rules.size(); i++) {
            boolean touched =
                    switch (change) {
                        case NetChange.Inserted insert -> true;
                        case NetChange.Updated update -> update.touched().get(i);
                        case NetChange.Deleted delete -> false;
                        case NetChange.Released released -> false;
                    };
            if (touched) {
                record.shadow.forget(i);
            }
        }
    }

    /// A client's change was folded.
    static void local(TrackedRecord record, NetChange change) {
        if (change instanceof NetChange.Inserted || change instanceof NetChange.Released) {
            record.inexact = false;
        }
    }

    /// A marker's transaction showed a row.
    ///
    /// @param repair whether it carried no source transaction: a repair may have been partial
    static void shown(TrackedRecord record, @Nullable Row row, boolean repair) {
        if (record.inexact && !repair) {
            become(record, row);
            return;
        }
        if (record.shadow.presence() == Shadow.Presence.UNKNOWN) {
            record.shadow.presence(row != null);
            part(record);
        }
        if (row != null) {
            record.shadow.fill(row, record.rules.keySize());
        }
    }

    /// At the clean position every row is what it must be.
    static void settle(SideState state) {
        state.records.values().removeIf(record -> !settle(record));
        state.settled();
    }

    /// @return whether anything is known of the record
    static boolean settle(TrackedRecord record) {
        switch (record.image) {
            case Image.Present present -> become(record, present.row());
            case Image.Absent absent -> become(record, null);
            case Image.Unknown _, Image.Supposed _ -> {
                if (record.inexact) {
                    return false; // no client changed it: nothing is lost with it
                }
                record.image = Image.of(record.shadow.mayBeThere() ? record.shadow.row() : null);
            }
        }
        record.inexact = false;
        return true;
    }

    private static void become(TrackedRecord record, @Nullable Row row) {
        boolean isAlone = row != null && record.shadow.presence() == Shadow.Presence.ALONE;
        record.shadow.become(row, record.rules.keySize());
        if (isAlone) {
            record.shadow.stayAlone(); // a row does not tell whose it is
        }
        part(record);
    }

    /// A record that is not here may have been deleted for this side alone.
    private static void part(TrackedRecord record) {
        if (!record.shadow.isAlive()
                && record.own.unseenLife(0) == null
                && record.rules.mayStayAlone(record.side.peer())) {
            record.shadow.part();
        }
    }
}
