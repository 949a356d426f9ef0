package dev.duet.deploy.run;

import dev.duet.apply.TargetTerms;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.apply.store.QuarantineStore.Entry;
import dev.duet.apply.store.ReleaseStore;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.fields.CannotLookUp;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Lets held records go that need no person's word: those that wait for one when clients have made
/// both sides equal, those that a rule rejects, and those whose reference has arrived, or is taken
/// out by a rule. Looks at them now and then, on a thread of its own.
///
/// Of those that wait, only at those that clients have changed since they wait: a row that is the
/// same on both sides without that is no answer. And not at those of which something else is held,
/// or that somebody has decided about.
final class ReviewKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReviewKeeper.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    /// Looking takes no more than this part of the time.
    private static final int IDLE_TIMES = 10;

    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);

    /// How many records are looked at in one round.
    private static final int MOST = 200;

    private static final String RELEASING = "releasing";

    private static final OpenReviews.Answer EQUAL =
            new OpenReviews.Answer(null, "by itself: both sides are equal", "duet");

    private final Side first;
    private final Side second;
    private final Blueprint blueprint;
    private final Pauses pauses;
    private final OpenReviews reviews;
    private final Arrivals arrivals;
    private final LinkMending links;
    private final ReleaseStore releases = new ReleaseStore();
    private final Thread thread = Thread.ofVirtual().name("duet-reviews").unstarted(this::keep);

    /// Where the last round ended.
    private int next;

    /// What is held of a record.
    private static final class Waiting {
        final Shape canonical;

        /// A record of which only the key counts.
        final Row key;

        /// Who has changed it since it is held.
        final Set<Side> changed = new HashSet<>();

        boolean isReview;
        boolean isElse;

        /// A change that waits for a row of a reference table.
        @Nullable Held awaiting;

        /// One that names a record which is not there.
        @Nullable Held linking;

        /// One that a rule rejects.
        @Nullable Held rejected;

        Waiting(Shape canonical, Row key) {
            this.canonical = canonical;
            this.key = key;
        }

        /// @param source whose change it is
        /// @param isLink whether a rule about what it names holds it
        void add(Side source, Entry entry, boolean isLink) {
            var held = new Held(source, entry);
            if (entry.status().equals(QuarantineStore.REJECTED)) {
                isElse |= rejected != null;
                rejected = held;
                return;
            }
            boolean isSimple =
                    entry.status().equals("held") && !entry.operation().equals("key change");
            isElse |= !isSimple;
            switch (entry.code()) {
                case QuarantineStore.REVIEW -> isReview = true;
                case QuarantineStore.FOLLOWS -> changed.add(source);
                case Mapped.Refused.NO_REFERENCE -> {
                    isElse |= awaiting != null && !awaiting.source.equals(source);
                    awaiting = held;
                }
                default -> {
                    isElse |= !isLink || linking != null;
                    linking = held;
                }
            }
        }

        boolean mayBeEqual() {
            return isReview && !changed.isEmpty() && isAllThatWaits(null);
        }

        /// Where the other side has changed it too, a person is to say whose row stands.
        Optional<Held> awaiting() {
            return alone(awaiting).filter(this::isUnchangedByPeer);
        }

        /// Likewise.
        Optional<Held> linking() {
            return alone(linking).filter(this::isUnchangedByPeer);
        }

        Optional<Held> rejected() {
            return alone(rejected);
        }

        private Optional<Held> alone(@Nullable Held held) {
            return Optional.ofNullable(held).filter(it -> !isReview && isAllThatWaits(it));
        }

        /// Whether no more is held of the record than this, a review, and what followed.
        private boolean isAllThatWaits(@Nullable Held held) {
            return !isElse
                    && Stream.of(awaiting, linking, rejected)
                            .allMatch(it -> it == null || it.equals(held));
        }

        private boolean isUnchangedByPeer(Held held) {
            return changed.stream().allMatch(held.source::equals);
        }
    }

    /// @param source whose change it is
    private record Held(Side source, Entry entry) {}

    ReviewKeeper(Side first, Side second, Blueprint blueprint, Pauses pauses) {
        this.first = first;
        this.second = second;
        this.pauses = pauses;
        this.blueprint = blueprint;
        this.reviews = new OpenReviews(List.of(first, second));
        this.arrivals = new Arrivals(blueprint);
        this.links = new LinkMending(blueprint, first.name());
    }

    void start() {
        thread.start();
    }

    private void keep() {
        try {
            Duration wait = LOOK_AGAIN;
            while (true) {
                Thread.sleep(wait);
                long began = System.nanoTime();
                try {
                    look();
                } catch (SQLException | CannotLookUp e) {
                    log.debug("the records that wait could not be looked at", e);
                }
                Duration idle = Duration.ofNanos((System.nanoTime() - began) * IDLE_TIMES);
                wait = idle.compareTo(LOOK_AGAIN) > 0 ? idle : LOOK_AGAIN;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws SQLException {
        if (!mayLetGo(first, second) && !mayLetGo(second, first)) {
            return;
        }
        Map<String, Waiting> waiting = new LinkedHashMap<>();
        add(first, second, waiting);
        add(second, first, waiting);
        for (Waiting record : waiting.values()) {
            Held rejected = record.rejected().orElse(null);
            if (rejected != null) {
                discard(rejected.source, rejected.entry, record);
            }
        }
        List<Waiting> candidates = waiting.values().stream().filter(Waiting::mayBeEqual).toList();
        int from = next < candidates.size() ? next : 0;
        int to = Math.min(candidates.size(), from + MOST);
        next = to;
        for (Waiting record : candidates.subList(from, to)) {
            letGoIfEqual(record);
        }
        for (Waiting record : waiting.values()) {
            Held awaiting = record.awaiting().orElse(null);
            if (awaiting != null) {
                Side source = awaiting.source;
                arrivals.letGoIfThere(source, peerOf(source), awaiting.entry, record.key);
            }
            Held linking = record.linking().orElse(null);
            if (linking != null) {
                Side source = linking.source;
                links.letGo(source, peerOf(source), linking.entry, record.key);
            }
        }
    }

    private Side peerOf(Side side) {
        return side.equals(first) ? second : first;
    }

    private boolean mayLetGo(Side source, Side target) throws SQLException {
        try (Connection connection = target.reads().getConnection()) {
            boolean may = new QuarantineStore(source.name()).mayLetGo(connection, links.codes());
            connection.rollback();
            return may;
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
                        .add(source, entry, links.isOf(entry));
            }
        }
    }

    /// None of what is no record, or what does not fit the table any more.
    private List<RecordKey> keys(Side source, Shape shape, Entry entry) {
        try {
            Side target = peerOf(source);
            return termsOf(target)
                    .keys(blueprint.mappingsInto(target.name()).map(entry.change(shape)));
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }

    /// None of an entity whose records are known by their keys alone: whether two are alike cannot
    /// be told.
    private Optional<Shape> shape(Side side, String entity) {
        if (pauses.of(entity).isAltered()) {
            return Optional.empty();
        }
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

    /// What the other side has of a record becomes what both have.
    ///
    /// @param source whose change is rejected
    private void discard(Side source, Entry rejection, Waiting record) throws SQLException {
        Side target = peerOf(source);
        String entity = record.canonical.entity();
        Shape shape = shape(target, entity).orElseThrow();
        BitSet key = new BitSet();
        key.set(0, record.canonical.keySize());
        Row name = termsOf(target).row(entity, record.key, key);
        String by = "duet: rule " + rejection.code();
        try (Connection connection = target.pool().getConnection()) {
            Row row = target.target().tableReader().lock(connection, shape, name);
            new QuarantineStore(source.name())
                    .ask(connection, entity, rejection.key(), "discarding", by);
            releases.add(
                    connection,
                    shape,
                    new ReleaseStore.Released(name.key(shape.keySize()), row),
                    by);
            connection.commit();
            log.info("a change that a rule rejects is undone entity={}", entity);
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
