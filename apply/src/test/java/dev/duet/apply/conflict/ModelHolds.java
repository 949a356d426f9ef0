package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the two databases hold about held records, and what was held from where to where.
final class ModelHolds {
    /// The tables; they survive any crash.
    private final List<Row> rows = new ArrayList<>();

    private final List<HoldEnd> ends = new ArrayList<>();
    private final Set<Parked> parked = new HashSet<>();

    /// For the checks.
    private final List<HoldEnd> made = new ArrayList<>();

    /// Those of them that ended a hold.
    private final List<HoldEnd> releases = new ArrayList<>();

    private final List<Episode> episodes = new ArrayList<>();

    private static final class Row {
        final Hold hold;
        final boolean isReview;
        boolean isReleased;
        boolean isKnown;

        Row(Hold hold, boolean isReview) {
            this.hold = hold;
            this.isReview = isReview;
        }
    }

    record Parked(Side side, long position, RecordKey key) {}

    /// What one side's clients do to a record beyond a position is to be parked, until a release.
    record Episode(Hold hold, Side side, long from) {}

    List<Hold> holds() {
        return rows.stream().map(row -> row.hold).toList();
    }

    List<HoldEnd> ends() {
        return List.copyOf(ends);
    }

    Set<Parked> parked() {
        return parked;
    }

    List<Episode> episodes() {
        return episodes;
    }

    void stored(TargetTransaction transaction, List<Hold> begun) {
        for (Hold hold : begun) {
            begun(
                    hold,
                    transaction.carried().reviews().stream()
                            .anyMatch(review -> review.key().equals(hold.key())));
        }
        ends.addAll(transaction.carried().ended());
        Side source = transaction.target().peer();
        for (TargetTransaction.Parked change : transaction.carried().parked()) {
            parked.add(new Parked(source, change.position().ordinal(), change.key()));
        }
    }

    /// A release that was made too early for another hold may end this one, when it was not read
    /// yet.
    private void begun(Hold hold, boolean isReview) {
        rows.add(new Row(hold, isReview));
        if (of(hold) == null) {
            made.stream().filter(hold::isEndedBy).findFirst().ifPresent(releases::add);
        }
    }

    /// The core knows of these.
    ///
    /// @param plannedA how far each side's log was planned into the peer
    void known(List<Hold> holds, long plannedA, long plannedB) {
        for (Row row : rows) {
            if (!holds.contains(row.hold)) {
                continue;
            }
            if (!row.isKnown && releases.stream().noneMatch(row.hold::isEndedBy)) {
                episodes.add(new Episode(row.hold, Side.A, plannedA));
                episodes.add(new Episode(row.hold, Side.B, plannedB));
            }
            row.isKnown = true;
        }
    }

    /// Records that wait for people.
    List<RecordKey> open() {
        return rows.stream()
                .filter(row -> !row.isReleased)
                .map(row -> row.hold.key())
                .distinct()
                .toList();
    }

    /// Whether the tables say that a record is held.
    boolean isStored(RecordKey key) {
        return rows.stream()
                .anyMatch(
                        row ->
                                row.hold.key().equals(key)
                                        && ends.stream().noneMatch(row.hold::isEndedBy));
    }

    /// Records that are held, whatever people know.
    boolean isHeld(RecordKey key) {
        return rows.stream().anyMatch(row -> holds(row, key));
    }

    /// Whether a row was refused.
    boolean areRefused() {
        return rows.stream().anyMatch(row -> !row.isReview);
    }

    /// Those of them that a person is to decide about.
    boolean waits(RecordKey key) {
        return rows.stream().anyMatch(row -> row.isReview && holds(row, key));
    }

    /// What a transaction writes into.
    static List<RecordKey> keys(TargetTransaction transaction) {
        BulkRows large = transaction.carried().large();
        List<RecordKey> keys = new ArrayList<>();
        if (large == null) {
            transaction.writes().forEach(write -> keys.add(write.key()));
        } else {
            large.forEach(row -> keys.addAll(row.keys()));
        }
        return keys;
    }

    /// A record that waits for a person stays as it is on both sides.
    void requireUnwritten(TargetTransaction transaction) {
        for (RecordKey key : keys(transaction)) {
            boolean isReleased =
                    transaction.carried().ended().stream().anyMatch(end -> end.key().equals(key));
            if (waits(key) && !isReleased) {
                throw new Simulation.Violation(
                        "wrote what waits", transaction.target() + " " + key);
            }
        }
    }

    private boolean holds(Row row, RecordKey key) {
        return row.hold.key().equals(key) && releases.stream().noneMatch(row.hold::isEndedBy);
    }

    void released(HoldEnd release) {
        boolean isHeld = isHeld(release.key());
        rows.stream()
                .filter(row -> row.hold.key().equals(release.key()))
                .forEach(row -> row.isReleased = true);
        made.add(release);
        if (isHeld) {
            releases.add(release);
        }
    }

    boolean wasReleased(RecordKey key) {
        return last(key) != null;
    }

    boolean wasHeld(RecordKey key) {
        return wasReleased(key) || holds().stream().anyMatch(hold -> hold.key().equals(key));
    }

    /// The last release of a record that ended a hold.
    @Nullable HoldEnd last(RecordKey key) {
        return last(key, releases);
    }

    /// The last release of a record, whether or not it ended a hold.
    @Nullable HoldEnd lastMade(RecordKey key) {
        return last(key, made);
    }

    private static @Nullable HoldEnd last(RecordKey key, List<HoldEnd> releases) {
        HoldEnd last = null;
        for (HoldEnd release : releases) {
            if (release.key().equals(key)) {
                last = release;
            }
        }
        return last;
    }

    /// The first that ended a hold.
    @Nullable HoldEnd of(Hold hold) {
        return releases.stream().filter(hold::isEndedBy).findFirst().orElse(null);
    }

    /// Deletes what no restart needs.
    void clean(ConflictCore core) {
        List<HoldEnd> spent = ends.stream().filter(core::isSpent).toList();
        rows.removeIf(row -> spent.stream().anyMatch(row.hold::isEndedBy));
        ends.removeAll(spent);
    }

    /// Where a release takes effect in a side's log: at the release, or after its marker.
    static long reaches(HoldEnd release, Side side, List<LogLine> log) {
        if (release.side() == side) {
            return release.position();
        }
        for (LogLine line : log) {
            Position marked = line.marker() == null ? null : line.marker().position();
            if (marked != null && marked.ordinal() >= release.position()) {
                return line.position();
            }
        }
        return Long.MAX_VALUE;
    }
}
