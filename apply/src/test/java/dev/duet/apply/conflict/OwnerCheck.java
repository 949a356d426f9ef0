package dev.duet.apply.conflict;

import dev.duet.apply.conflict.Simulation.Violation;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// Checks one owned field: on its owner's side Duet writes only what the two logs say at that
/// point.
///
/// One thing is let through and counted, since an optimistic write cannot know it: the owner's
/// clients changed the row and changed it back, both unread, so that the guard held and what was
/// written is what the logs said as far as they had been read. The audit mends it.
final class OwnerCheck {
    private final Setup setup;
    private final Simulation simulation;
    private final int column;
    private final Side owner;

    OwnerCheck(Setup setup, Simulation simulation, int column, Side owner) {
        this.setup = setup;
        this.simulation = simulation;
        this.column = column;
        this.owner = owner;
    }

    void run() {
        for (LogLine line : simulation.database(owner).log()) {
            boolean isCores = line.marker() != null && !line.isTools();
            for (Change change : isCores ? line.changes() : List.<Change>of()) {
                switch (change) {
                    case Change.Update update -> {
                        Object to = update.after().get(column);
                        if (!Objects.equals(update.before().get(column), to)) {
                            require(line, update.before(), update.after());
                        }
                    }
                    case Change.Insert insert -> require(line, null, insert.after());
                    case Change.Delete delete -> {}
                    case Change.KeyChange move -> require(line, null, move.after());
                    case Change.Truncate truncate -> throw new IllegalStateException();
                }
            }
        }
    }

    private void require(LogLine line, @Nullable Row before, Row after) {
        if (simulation.holds.wasHeld(Oracle.key((Long) Objects.requireNonNull(after.get(0))))) {
            return; // people decide over every field
        }
        Object value = after.get(column);
        Object now = expected(line, line.position(), after);
        if (Objects.equals(value, now)) {
            return;
        }
        if (Objects.equals(value, expected(line, line.decidedAt(), after))
                && hasReturned(line, before, after)) {
            simulation.unseenReturns++;
            return;
        }
        throw new Violation(
                "owner overwritten",
                "%s.%s at %s by %s, should be %s"
                        .formatted(after.get(0), column, line.position(), value, now));
    }

    /// Whether clients changed the record since the decision, and it is again as it was then, or
    /// gone and believed to be gone.
    private boolean hasReturned(LogLine line, @Nullable Row before, Row after) {
        Row decidedOn = null;
        boolean changed = false;
        for (LogLine earlier : simulation.database(owner).log()) {
            if (earlier.position() >= line.position()) {
                break;
            }
            for (NetChange change : Netting.net(earlier.changes())) {
                if (Objects.equals(change.key().key().get(0), after.get(0))) {
                    if (earlier.position() <= line.decidedAt() || !earlier.isClients()) {
                        decidedOn = change.after();
                    } else {
                        changed = true;
                    }
                }
            }
        }
        return changed
                && (before == null
                        || (decidedOn != null
                                && Objects.equals(before.get(column), decidedOn.get(column))));
    }

    /// What the owner's log up to a position, and the peer's as the line's marker says, make of the
    /// field.
    private @Nullable Object expected(LogLine line, long upTo, Row row) {
        long peers = Objects.requireNonNull(line.marker()).position().ordinal();
        boolean isA = owner == Side.A;
        Oracle oracle =
                new Oracle(
                        setup.rules(),
                        simulation.holds,
                        simulation.database(Side.A).log(),
                        isA ? upTo : peers,
                        simulation.database(Side.B).log(),
                        isA ? peers : upTo);
        return oracle.value((Long) Objects.requireNonNull(row.get(0)), column);
    }
}
