package dev.duet.deploy.load;

import dev.duet.apply.conflict.Hold;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.crosswalk.CannotReadPairs;
import dev.duet.apply.store.ControlStore;
import dev.duet.apply.store.HoldStore;
import dev.duet.apply.store.LoadStore;
import dev.duet.apply.store.LoadStore.Counts;
import dev.duet.apply.store.LoadStore.Entry;
import dev.duet.apply.store.LoadStore.State;
import dev.duet.deploy.run.CannotRun;
import dev.duet.deploy.status.Instance;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.Change;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Images;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The next rows of one entity, carried over in one transaction of the target. One thread.
///
/// A load is one more writer behind the checkpoint row (decisions 6 and 26). The row is locked
/// first: from here on nothing more of the source's log is applied in the target. Only then the
/// source is read, so what is read holds at least all that was applied. What it holds beyond that
/// is applied later, by the log, and meets the row under its guards; what the target's clients have
/// done and the source does not have yet is still known to the sync, for no marker behind this one
/// has said otherwise before. So a row that is read here never stays where a change of either side
/// says otherwise. Progress is written with the rows: a kill at any moment repeats nothing.
final class Chunk implements AutoCloseable {
    /// The sync waits for a chunk, so a chunk waits for a client no longer than this.
    private static final Duration LOCK_WAIT = Duration.ofSeconds(1);

    private final Lane lane;
    private final String holder;
    private final String entity;
    private final Shape shape;
    private final Parts parts;
    private final Insertion insertion;
    private final LoadStore loads;

    /// What came of one.
    ///
    /// @param rows as the source has them
    /// @param last whether there are no more
    /// @param entry what is written of the entity now
    record Done(
            List<Row> rows,
            boolean last,
            Entry entry,
            List<Refusal> refused,
            List<Refusal> waiting) {}

    /// Which rows are to be looked at.
    ///
    /// @param again whether for the second time, of those that wait
    /// @param behind where the last ones ended, when it is again
    record Next(boolean again, @Nullable Row behind, int limit) {}

    Chunk(Lane lane, String holder, String entity) {
        this.lane = lane;
        this.holder = holder;
        this.entity = entity;
        this.shape = lane.shape(entity);
        this.parts = new Parts(lane.source(), shape, this::mapped);
        this.insertion = new Insertion(lane.target().target(), lane.terms(), entity);
        this.loads = lane.loads();
    }

    /// @throws CannotRun when there is a reason not to go on
    Done carry(Next next) throws SQLException, InterruptedException {
        if (!lane.crosswalked().isEmpty()) {
            lane.source().pairs().forget();
            lane.target().pairs().forget();
        }
        lane.target().pairs().begin();
        try (Connection target = lane.target().pool().getConnection()) {
            try {
                Done done = carry(target, next);
                target.commit();
                lane.target().pairs().committed();
                return done;
            } catch (CannotReadPairs e) {
                rollback(target, e);
                throw e.failure();
            } catch (SQLException | RuntimeException e) {
                rollback(target, e);
                throw e;
            }
        }
    }

    private static void rollback(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private Done carry(Connection target, Next next) throws SQLException, InterruptedException {
        try (Statement limit = target.createStatement()) {
            limit.execute(lane.target().target().limitLockWait(LOCK_WAIT));
        }
        Checkpoint checkpoint = lock(lane, target);
        requireMay(target);
        Entry entry = own(lane, holder, entity, target);
        parts.begin(next.again() ? next.behind() : behind(entry), next.limit());
        Part part = parts.next();
        Set<RecordKey> held = held(target);
        List<Row> rows = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>();
        boolean isMarked = false;
        insertion.begin();
        while (!part.isEmpty()) {
            rows.addAll(part.rows());
            refused.addAll(part.refused());
            List<Candidate> candidates = candidates(part, held);
            if (!candidates.isEmpty() && !isMarked) {
                mark(target, checkpoint);
                isMarked = true;
            }
            insertion.insert(target, candidates);
            part = parts.next();
        }
        insertion.end(target);
        refused.addAll(insertion.refused());
        boolean last = rows.size() < next.limit();
        Entry now =
                next.again()
                        ? entry.at(State.WAITING, null, entry.counts().plus(found()))
                        : entry.at(
                                state(last, entry.counts().waiting()),
                                rows.isEmpty() ? entry.lastKey() : key(rows.getLast()),
                                entry.counts().plus(counts(rows.size(), refused.size())));
        loads.write(target, now);
        lane.target().pairs().write(target);
        return new Done(rows, last, now, List.copyOf(refused), insertion.waiting());
    }

    /// @throws CannotRun when `duet init` has not run
    static Checkpoint lock(Lane lane, Connection target) throws SQLException {
        return lane.checkpoints()
                .lock(target)
                .orElseThrow(() -> CannotRun.withoutInit(lane.target().name()));
    }

    private void requireMay(Connection target) throws SQLException {
        if (new ControlStore(lane.source().name()).read(target).isPaused()) {
            throw new CannotRun(
                    "%s is paused, so nothing is written into %s: 'duet resume %s' first, then load again"
                            .formatted(lane.direction(), lane.target().name(), lane.direction()));
        }
        if (lane.crosswalked().contains(entity) && Instance.read(target).isLive()) {
            throw new CannotRun(
                    "%s: its records get keys of their own in %s, and 'duet run' would not hear of them: stop it, load, and start it again"
                            .formatted(entity, lane.target().name()));
        }
    }

    /// What is written of an entity, which no other load has begun with since.
    static Entry own(Lane lane, String holder, String entity, Connection target)
            throws SQLException {
        return lane.loads()
                .read(target, entity)
                .filter(entry -> entry.holder().equals(holder))
                .orElseThrow(
                        () ->
                                new CannotRun(
                                        "another 'duet load' of %s has begun since; this one has ended and wrote nothing since"
                                                .formatted(lane.direction())));
    }

    private @Nullable Row behind(Entry entry) {
        String last = entry.lastKey();
        return last == null ? null : Images.key(shape, last).row(shape.size());
    }

    private String key(Row row) {
        return Images.keyJson(shape, row.key(shape.keySize()));
    }

    private void mark(Connection target, Checkpoint checkpoint) throws SQLException {
        if (!lane.checkpoints().advance(target, checkpoint.marked())) {
            throw new IllegalStateException("the checkpoint row moved under its lock");
        }
    }

    /// Which of the rows are records; asked for on the thread that reads.
    private Part mapped(List<Row> rows) {
        List<Candidate> candidates = new ArrayList<>(rows.size());
        List<Refusal> refused = new ArrayList<>();
        for (Row row : rows) {
            Change insertion = new Change.Insert(shape, row);
            switch (lane.mappings().map(insertion)) {
                case Mapped.Passed _ -> {}
                case Mapped.Ready _ when lane.mappings().isWithheld(insertion) -> {}
                case Mapped.Refused no ->
                        refused.add(
                                new Refusal(Images.keyText(shape, row), no.code(), no.reason()));
                case Mapped.Ready ready -> {
                    if (ready.target() instanceof Change.Insert insert) {
                        RecordKey record = lane.terms().keys(ready).getFirst();
                        candidates.add(new Candidate(record, shape, row, insert.after()));
                    }
                }
            }
        }
        return new Part(rows, candidates, refused);
    }

    private static List<Candidate> candidates(Part part, Set<RecordKey> held) {
        return held.isEmpty()
                ? part.candidates()
                : part.candidates().stream().filter(it -> !held.contains(it.record())).toList();
    }

    /// The records of which nothing is carried over until a person has decided.
    private Set<RecordKey> held(Connection target) throws SQLException {
        var store = new HoldStore(lane.direction().first());
        Map<String, Shape> canonical = Map.of(entity, lane.terms().canonical(entity));
        HoldStore.Stored here = store.read(target, canonical);
        HoldStore.Stored there;
        try (Connection source = lane.source().reads().getConnection()) {
            there = store.read(source, canonical);
            source.rollback();
        }
        Set<RecordKey> held = new HashSet<>();
        for (HoldStore.Stored stored : List.of(here, there)) {
            for (Hold hold : stored.holds()) {
                boolean isOver =
                        here.ends().stream().anyMatch(hold::isEndedBy)
                                || there.ends().stream().anyMatch(hold::isEndedBy);
                if (!isOver) {
                    held.add(hold.key());
                }
            }
        }
        return held;
    }

    private State state(boolean last, long waitingBefore) {
        if (!last) {
            return State.READING;
        }
        return waitingBefore + insertion.waiting().size() > 0 ? State.WAITING : State.DONE;
    }

    private Counts counts(long read, long refused) {
        return new Counts(
                read,
                insertion.inserted(),
                insertion.already(),
                refused,
                insertion.waiting().size());
    }

    /// Of a second look only what it found a place for counts; the rest was counted.
    private Counts found() {
        return new Counts(0, insertion.inserted(), 0, 0, 0);
    }

    @Override
    public void close() {
        parts.close();
    }
}
