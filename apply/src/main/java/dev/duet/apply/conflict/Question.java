package dev.duet.apply.conflict;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// A person is asked about a record, on one side: from the conflict until the record is held.
/// Mutable, one thread.
final class Question {
    /// One of the conflicts that it is about.
    private final Ruling ruling;

    /// Those that this side's log has shown, by column: the peer's change was carried over, and may
    /// stand where this side's clients had written something else, which had looked to it as if
    /// nothing had happened (a value changed and changed back, a record deleted).
    private final Map<Integer, Ruling> shown = new HashMap<>();

    private boolean isKept;

    Question(Ruling ruling) {
        this.ruling = ruling;
    }

    void shown(Ruling ruling) {
        shown.put(ruling.column(), ruling);
    }

    /// This side's client has changed the record since: that stands.
    void changed(NetChange change) {
        if (change instanceof NetChange.Updated update) {
            shown.remove(Ruling.PRESENCE);
            update.touched().stream().forEach(shown::remove);
        } else {
            shown.clear();
        }
    }

    /// What to keep for people; null when something is kept already.
    @Nullable Ruling keep() {
        if (isKept) {
            return null;
        }
        isKept = true;
        return ruling;
    }

    /// By column.
    Map<Integer, Ruling> shown() {
        return shown;
    }
}
