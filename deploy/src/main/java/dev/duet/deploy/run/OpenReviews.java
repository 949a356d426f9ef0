package dev.duet.deploy.run;

import dev.duet.apply.store.ConflictHistory;
import dev.duet.apply.store.ConflictHistory.Action;
import dev.duet.apply.store.ConflictHistory.Wanted;
import dev.duet.apply.store.RecordedConflict;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The conflicts of records that wait, as both databases have recorded them. Stateless.
public final class OpenReviews {
    private final Collection<Side> sides;
    private final ConflictHistory history = new ConflictHistory();

    /// How a conflict was decided, and by whom.
    ///
    /// @param written what was written for that; null for nothing
    public record Answer(@Nullable String written, String reason, String by) {}

    public OpenReviews(Collection<Side> sides) {
        this.sides = List.copyOf(sides);
    }

    /// Notes that all of a record are decided, in the transaction that does it.
    ///
    /// @param key as the system listed first has it
    public void close(Connection connection, String entity, String key, Answer answer)
            throws SQLException {
        List<Action> done = new ArrayList<>();
        List<RecordedConflict> entries = new ArrayList<>();
        List<Action> closing = new ArrayList<>();
        Wanted wanted = new Wanted(entity, key, List.of(), false, "review", null, 0);
        for (Side side : sides) {
            try (Connection reading = side.reads().getConnection()) {
                done.addAll(history.actions(reading));
                for (RecordedConflict entry : history.entries(reading, wanted)) {
                    entries.add(entry);
                    closing.add(
                            new Action(
                                    side.name(),
                                    entry.id(),
                                    "resolved",
                                    answer.written,
                                    answer.reason,
                                    answer.by,
                                    null));
                }
                reading.rollback();
            }
        }
        for (int i = 0; i < closing.size(); i++) {
            Action action = closing.get(i);
            if (done.stream().noneMatch(it -> isOfSame(it, action))) {
                history.add(connection, entries.get(i), action);
            }
        }
    }

    private static boolean isOfSame(Action one, Action two) {
        return one.system().equals(two.system()) && one.id() == two.id();
    }
}
