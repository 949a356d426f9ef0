package dev.duet.deploy.run;

import dev.duet.apply.TargetTerms;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.apply.store.QuarantineStore.Entry;
import dev.duet.apply.store.ReleaseStore;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Images;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Lets records go that wait for a person when clients have made both sides equal. Looks at them
/// now and then, on a thread of its own.
///
/// Only at those that clients have changed since they wait: a row that is the same on both sides
/// without that is no answer. And not at those of which something else is held, or that somebody
/// has decided about.
final class ReviewKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReviewKeeper.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);

    /// How many records are looked at in one round.
    private static final int MOST = 200;

    private static final String RELEASING = "releasing";

    private static final OpenReviews.Answer EQUAL =
            new OpenReviews.Answer(null, "by itself: both sides are equal", "duet");

    private final Side first;
    private final Side second;
    private final Blueprint blueprint;
    private final OpenReviews reviews;
    private final ReleaseStore releases = new ReleaseStore();
    private final Thread thread = Thread.ofVirtual().name("duet-reviews").unstarted(this::keep);

    /// Where the last round ended.
    private int next;

    /// What is held of a record.
    private static final class Waiting {
        final Shape canonical;

        /// A record of which only the key counts.
        final Row key;

        boolean isReview;
        boolean isChanged;
        boolean isElse;

        Waiting(Shape canonical, Row key) {
            this.canonical = canonical;
            this.key = key;
        }

        void add(Entry entry) {
            boolean isSimple =
                    entry.status().equals("held") && !entry.operation().equals("key change");
            switch (entry.code()) {
                case QuarantineStore.REVIEW -> isReview = true;
                case QuarantineStore.FOLLOWS -> isChanged = true;
                default -> isElse = true;
            }
            isElse |= !isSimple;
        }

        boolean mayBeEqual() {
            return isReview && isChanged && !isElse;
        }
    }

    ReviewKeeper(Side first, Side second, Blueprint blueprint) {
        this.first = first;
        this.second = second;
        this.blueprint = blueprint;
        this.reviews = new OpenReviews(List.of(first, second));
    }

    void start() {
        thread.start();
    }

    private void keep() {
        try {
            while (true) {
                Thread.sleep(LOOK_AGAIN);
                try {
                    look();
                } catch (SQLException e) {
                    log.debug("the records that wait could not be looked at", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws SQLException {
        if (!areReviews(first, second) && !areReviews(second, first)) {
            return;
        }
        Map<String, Waiting> waiting = new LinkedHashMap<>();
        add(first, second, waiting);
        add(second, first, waiting);
        List<Waiting> candidates = waiting.values().stream().filter(Waiting::mayBeEqual).toList();
        int from = next < candidates.size() ? next : 0;
        int to = Math.min(candidates.size(), from + MOST);
        next = to;
        for (Waiting record : candidates.subList(from, to)) {
            letGoIfEqual(record);
        }
    }

    private static boolean areReviews(Side source, Side target) throws SQLException {
        try (Connection connection = target.reads().getConnection()) {
            boolean are = new QuarantineStore(source.name()).areReviews(connection);
            connection.rollback();
            return are;
        }
    }

    private void add(Side source, Side target, Map<String, Waiting> waiting) throws SQLException {
        List<Entry> entries;
        try (Connection connection = target.reads().getConnection()) {
            entries = new QuarantineStore(source.name()).entries(connection, "held");
            connection.rollback();
        }
        for (Entry entry : entries) {
            Shape shape = shape(source, entry.entity()).orElse(null);
            if (shape == null || entry.operation().equals("truncate")) {
                continue;
            }
            for (RecordKey key : keys(source, shape, entry)) {
                Shape of = termsOf(first).canonical(key.entity());
                Row row = key.key().row(of.size());
                waiting.computeIfAbsent(
                                key.entity() + " " + Images.keyText(of, row),
                                absent -> new Waiting(of, row))
                        .add(entry);
            }
        }
    }

    /// None of what is no record, or what does not fit the table any more.
    private List<RecordKey> keys(Side source, Shape shape, Entry entry) {
        try {
            Side target = source.equals(first) ? second : first;
            return termsOf(target)
                    .keys(blueprint.mappingsInto(target.name()).map(entry.change(shape)));
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }

    private Optional<Shape> shape(Side side, String entity) {
        return blueprint.shapes(side.name()).stream()
                .filter(shape -> shape.entity().equals(entity))
                .findFirst();
    }

    private TargetTerms termsOf(Side side) {
        return blueprint.termsOf(side.name());
    }

    private void letGoIfEqual(Waiting record) throws SQLException {
        String entity = record.canonical.entity();
        if (!HeldRecords.read(List.of(first, second), first.name(), record.canonical)
                .isHeld(Images.keyText(record.canonical, record.key))) {
            return; // it is about to be
        }
        Shape ours = shape(first, entity).orElseThrow();
        Shape theirs = shape(second, entity).orElseThrow();
        BitSet key = new BitSet();
        key.set(0, record.canonical.keySize());
        Row ourKey = termsOf(first).row(entity, record.key, key);
        Row theirKey = termsOf(second).row(entity, record.key, key);
        try (Connection here = first.pool().getConnection();
                Connection peer = second.pool().getConnection()) {
            Row row = first.target().tableReader().lock(here, ours, ourKey);
            Row other = second.target().tableReader().lock(peer, theirs, theirKey);
            if (isSame(entity, row, other)) {
                reviews.close(here, entity, Images.keyText(record.canonical, record.key), EQUAL);
                new QuarantineStore(second.name())
                        .ask(here, entity, Images.keyText(theirs, theirKey), RELEASING, EQUAL.by());
                releases.add(
                        here,
                        ours,
                        new ReleaseStore.Released(ourKey.key(ours.keySize()), row),
                        EQUAL.by());
                here.commit();
                new QuarantineStore(first.name())
                        .ask(peer, entity, Images.keyText(ours, ourKey), RELEASING, EQUAL.by());
                peer.commit();
                log.info("a record does not wait any more: both sides are equal entity={}", entity);
            } else {
                here.rollback();
                peer.rollback();
            }
        }
    }

    private boolean isSame(String entity, @Nullable Row row, @Nullable Row other) {
        try {
            return Objects.equals(
                    termsOf(first).recordOfTarget(entity, row),
                    termsOf(second).recordOfTarget(entity, other));
        } catch (CannotConvert _) {
            return false;
        }
    }

    /// Waits for the thread to end.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(JOIN_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
