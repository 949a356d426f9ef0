package dev.duet.deploy.load;

import dev.duet.apply.Failure;
import dev.duet.apply.store.LoadStore.Counts;
import dev.duet.apply.store.LoadStore.Entry;
import dev.duet.apply.store.LoadStore.State;
import dev.duet.deploy.terminal.Progress;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Loads entities in one direction: those that others refer to first, each chunk by chunk. Records
/// that refer to such as are not there yet wait until all was looked at, and are tried again for as
/// long as that helps. One thread.
final class DirectionLoad {
    private static final int REASONS = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /// How long one chunk is tried.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Lane lane;
    private final String holder;
    private final Request request;
    private final Progress progress;
    private final BooleanSupplier stopped;
    private final Ahead ahead;

    /// One entity under way.
    private static final class Work {
        final String entity;
        final boolean before;
        final List<Refusal> reasons = new ArrayList<>();
        Entry entry;
        long readNow;
        long tookNanos;

        Work(Entry entry) {
            this.entity = entry.entity();
            this.entry = entry;
            this.before = entry.state() == State.DONE;
        }

        void because(List<Refusal> refusals) {
            refusals.stream().limit(REASONS - reasons.size()).forEach(reasons::add);
        }
    }

    /// @param holder which load this is
    DirectionLoad(
            Lane lane, String holder, Request request, Progress progress, BooleanSupplier stopped) {
        this.lane = lane;
        this.holder = holder;
        this.request = request;
        this.progress = progress;
        this.stopped = stopped;
        this.ahead = new Ahead(lane, progress, stopped, Ahead.ROWS);
    }

    /// @throws dev.duet.deploy.run.CannotRun when there is a reason not to begin, or not to go on
    List<Loaded> run() throws SQLException, InterruptedException {
        List<Work> works = begin();
        for (Work work : works) {
            if (work.entry.state() == State.READING) {
                readAll(work);
            }
        }
        boolean progressed = true;
        while (progressed && !stopped.getAsBoolean()) {
            progressed = false;
            for (Work work : works) {
                progressed |= work.entry.state() == State.WAITING && lookAgain(work);
            }
        }
        for (Work work : works) {
            if (work.entry.state() == State.WAITING && !stopped.getAsBoolean()) {
                giveUp(work);
            }
        }
        progress.end();
        return works.stream().map(this::loaded).toList();
    }

    private List<Work> begin() throws SQLException {
        List<Work> works = new ArrayList<>();
        try (Connection target = lane.target().pool().getConnection()) {
            Chunk.lock(lane, target);
            for (String entity : lane.ordered(request.entities())) {
                Entry entry =
                        lane.loads()
                                .read(target, entity)
                                .filter(_ -> !request.restart())
                                .map(earlier -> earlier.by(holder))
                                .orElse(null);
                if (entry == null) {
                    entry = Entry.first(entity, holder);
                    lane.loads().begin(target, entry);
                } else {
                    lane.loads().write(target, entry);
                }
                works.add(new Work(entry));
            }
            target.commit();
        }
        return works;
    }

    private void readAll(Work work) throws SQLException, InterruptedException {
        progress.begin(lane.direction() + " " + work.entity, estimate(work.entity));
        long began = System.nanoTime();
        var pace = new Pace(request.chunk());
        try (var chunk = new Chunk(lane, holder, work.entity)) {
            while (work.entry.state() == State.READING && !stopped.getAsBoolean()) {
                Chunk.Done done = carry(chunk, pace, false, null);
                if (done == null) {
                    break;
                }
                ahead.put(done.entry().counts().inserted() - work.entry.counts().inserted());
                work.entry = done.entry();
                work.readNow += done.rows().size();
                work.because(done.refused());
                progress.at(work.readNow);
            }
        }
        work.tookNanos += System.nanoTime() - began;
    }

    /// @return whether some found a place
    private boolean lookAgain(Work work) throws SQLException, InterruptedException {
        progress.begin(
                lane.direction() + " " + work.entity + ", what waited", estimate(work.entity));
        var pace = new Pace(request.chunk());
        long waited = work.entry.counts().waiting();
        long read = 0;
        List<Refusal> waiting = new ArrayList<>();
        long count = 0;
        @Nullable Row behind = null;
        boolean last = false;
        try (var chunk = new Chunk(lane, holder, work.entity)) {
            while (!last) {
                Chunk.Done done = stopped.getAsBoolean() ? null : carry(chunk, pace, true, behind);
                if (done == null) {
                    return false;
                }
                work.entry = done.entry();
                count += done.waiting().size();
                done.waiting().stream().limit(REASONS).forEach(waiting::add);
                read += done.rows().size();
                progress.at(read);
                last = done.last();
                behind = done.rows().isEmpty() ? behind : done.rows().getLast();
            }
        }
        Counts before = work.entry.counts();
        settle(
                work,
                count == 0 ? State.DONE : State.WAITING,
                new Counts(
                        before.read(),
                        before.inserted(),
                        before.already(),
                        before.refused(),
                        count));
        if (count == waited) {
            work.because(waiting);
        }
        return count < waited;
    }

    /// What waits still will find no place.
    private void giveUp(Work work) throws SQLException {
        Counts counts = work.entry.counts();
        settle(
                work,
                State.DONE,
                new Counts(
                        counts.read(),
                        counts.inserted(),
                        counts.already(),
                        counts.refused() + counts.waiting(),
                        0));
    }

    private void settle(Work work, State state, Counts counts) throws SQLException {
        work.entry = work.entry.at(state, work.entry.lastKey(), counts);
        try (Connection target = lane.target().pool().getConnection()) {
            Chunk.lock(lane, target);
            Chunk.own(lane, holder, work.entity, target);
            lane.loads().write(target, work.entry);
            target.commit();
        }
    }

    /// Tries for as long as that may help: what was taken back begins where the last chunk ended.
    ///
    /// @return null when it was ended meanwhile
    private Chunk.@Nullable Done carry(Chunk chunk, Pace pace, boolean again, @Nullable Row behind)
            throws SQLException, InterruptedException {
        long began = System.nanoTime();
        Duration wait = FIRST_WAIT;
        while (!stopped.getAsBoolean()) {
            long attempt = System.nanoTime();
            try {
                Chunk.Done done = chunk.carry(new Chunk.Next(again, behind, pace.next()));
                pace.took(done.rows(), Duration.ofNanos(System.nanoTime() - attempt));
                return done;
            } catch (SQLException e) {
                boolean isOver = System.nanoTime() - began > PATIENCE.toNanos();
                if (isOver || lane.target().target().classify(e) != Failure.TRANSIENT) {
                    throw e;
                }
                pace.waited();
                progress.say(lane.direction() + " waits: " + Failure.words(e));
                Thread.sleep(wait);
                wait = wait.multipliedBy(2);
                wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
            }
        }
        return null;
    }

    private long estimate(String entity) throws SQLException {
        try (Connection source = lane.source().reads().getConnection()) {
            long rows = lane.source().catalog().rows(source, lane.shape(entity).table());
            source.rollback();
            return rows;
        }
    }

    private Loaded loaded(Work work) {
        return new Loaded(
                lane.direction(),
                work.entity,
                work.entry.state(),
                work.entry.counts(),
                work.before,
                work.readNow,
                Duration.ofNanos(work.tookNanos),
                work.reasons);
    }
}
