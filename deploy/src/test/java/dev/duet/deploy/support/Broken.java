package dev.duet.deploy.support;

import dev.duet.apply.Milestones;
import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.Checkpoints;
import dev.duet.capture.EchoFilter;
import dev.duet.deploy.run.Sync.Variations;
import dev.duet.schemas.Checkpoint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Parts of Duet broken on purpose: the checker must notice each.
public enum Broken {
    /// Nothing is.
    NOTHING {
        @Override
        public Variations with(Milestones milestones) {
            return new Variations(EchoFilter.MARKER, milestones, CheckpointStore::new);
        }
    },
    /// No transaction is known as our own, once the self-test has passed.
    ECHO_FILTER {
        @Override
        public Variations with(Milestones milestones) {
            var applying = new AtomicBoolean();
            return new Variations(
                    marker -> marker != null && !applying.get(),
                    milestone -> {
                        applying.set(true);
                        milestones.reached(milestone);
                    },
                    CheckpointStore::new);
        }
    },
    /// The marker is written, but it never says that anything was applied.
    CHECKPOINT {
        @Override
        public Variations with(Milestones milestones) {
            return new Variations(EchoFilter.MARKER, milestones, Standing::new);
        }
    },
    /// The checkpoint row is written over whoever wrote it.
    FENCING {
        @Override
        public Variations with(Milestones milestones) {
            return new Variations(EchoFilter.MARKER, milestones, Unfenced::new);
        }
    };

    /// What an unfenced instance says when it has done what it must not, and does it again: so one
    /// such transaction has been committed.
    public static final String WRITTEN_OVER = "writing over another instance's checkpoint again";

    /// What the sync is built with.
    public abstract Variations with(Milestones milestones);

    /// Writes the position that stands already.
    private record Standing(CheckpointStore store) implements Checkpoints {
        Standing(String source) {
            this(new CheckpointStore(source));
        }

        @Override
        public Optional<Checkpoint> read(Connection connection) throws SQLException {
            return store.read(connection);
        }

        @Override
        public boolean advance(Connection connection, Checkpoint next) throws SQLException {
            Checkpoint stored = read(connection).orElseThrow();
            return store.advance(
                    connection,
                    new Checkpoint(
                            next.source(),
                            stored.position(),
                            next.clock(),
                            next.counter(),
                            stored.sourceResume(),
                            stored.targetResume(),
                            stored.sourceClean(),
                            stored.targetClean(),
                            next.incarnation(),
                            next.fencingToken()));
        }
    }

    /// Takes the row's own counter and token for those it expects.
    ///
    /// @param wrote the counter that it last wrote under another instance's token
    private record Unfenced(CheckpointStore store, AtomicLong wrote) implements Checkpoints {
        Unfenced(String source) {
            this(new CheckpointStore(source), new AtomicLong(Long.MAX_VALUE));
        }

        @Override
        public Optional<Checkpoint> read(Connection connection) throws SQLException {
            return store.read(connection);
        }

        @Override
        public boolean advance(Connection connection, Checkpoint next) throws SQLException {
            Checkpoint stored = read(connection).orElseThrow();
            if (stored.fencingToken() != next.fencingToken()) {
                // an attempt that was taken back has left no trace in the counter
                if (stored.counter() >= wrote.getAndSet(stored.counter() + 1)) {
                    System.err.println(WRITTEN_OVER);
                }
            }
            return store.advance(
                    connection,
                    new Checkpoint(
                            next.source(),
                            next.position(),
                            next.clock(),
                            stored.counter() + 1,
                            next.sourceResume(),
                            next.targetResume(),
                            next.sourceClean(),
                            next.targetClean(),
                            next.incarnation(),
                            stored.fencingToken()));
        }
    }
}
