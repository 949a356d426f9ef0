package dev.duet.deploy.compare;

import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.terminal.Progress;
import dev.duet.schemas.Key;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.DuetConfig;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Names the records of an entity that both sides do not have alike, though the sync is past all
/// that is in the logs: as `duet compare` finds them. Stateless.
public final class Differing {
    private static final int CHUNK = 5_000;
    private static final int MOST_AT_ONCE = 1_000;

    private Differing() {}

    /// One of them.
    ///
    /// @param fields in which both sides have other values; nothing where one side has no record,
    ///   or none that can be read
    public record Found(Key key, BitSet fields) {}

    /// Takes some of them.
    @FunctionalInterface
    public interface Sink {
        void take(List<Found> some) throws SQLException;
    }

    /// @param systems stay open
    /// @param patience how long the sync is waited for each time
    /// @return why not all are named; empty when they are
    /// @throws dev.duet.deploy.run.CannotRun when the entity does not fit its tables
    public static Optional<String> of(
            DuetConfig config,
            OpenSystems systems,
            String entity,
            Duration patience,
            BooleanSupplier stopped,
            Sink sink)
            throws SQLException, InterruptedException {
        Request request = Request.whole(List.of(entity), CHUNK, patience);
        var comparison = new Comparison(config, request, systems, Progress.unseen(), stopped);
        comparison.require(List.of(entity));
        var some = new Some(sink, comparison.canonical(entity));
        Findings findings = comparison.run(some);
        some.hand();
        return Optional.ofNullable(findings.obstacle())
                .or(() -> findings.ended() ? Optional.of("it was ended") : Optional.empty());
    }

    /// What is to be handed on.
    private static final class Some implements Unlike.Sink {
        private final Sink sink;
        private final BitSet all = new BitSet();
        private final List<Found> found = new ArrayList<>();

        Some(Sink sink, Shape canonical) {
            this.sink = sink;
            this.all.set(canonical.keySize(), canonical.size());
        }

        @Override
        public void unlike(Unlike it) throws SQLException {
            add(new Found(it.key(), fields(it)));
        }

        /// Everything about it may be other.
        @Override
        public void changing(Key key) throws SQLException {
            add(new Found(key, all));
        }

        private static BitSet fields(Unlike it) {
            return it.first().sight() instanceof Sight.Present one
                            && it.second().sight() instanceof Sight.Present two
                    ? it.likeness().fields(one.record(), two.record())
                    : new BitSet();
        }

        private void add(Found one) throws SQLException {
            found.add(one);
            if (found.size() == MOST_AT_ONCE) {
                hand();
            }
        }

        void hand() throws SQLException {
            if (!found.isEmpty()) {
                sink.take(List.copyOf(found));
                found.clear();
            }
        }
    }
}
