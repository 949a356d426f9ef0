package dev.duet.deploy.run;

import dev.duet.apply.Fenced;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.ParkedStore;
import dev.duet.apply.store.ParkedStore.Parked;
import dev.duet.apply.store.PauseStore;
import dev.duet.apply.store.PauseStore.Pause;
import dev.duet.apply.store.PauseStore.State;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Images;
import dev.duet.schemas.Shape;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Which entities are paused, as one sync found it when it began, and which records are parked of
/// those that resume. Shared, thread-safe.
///
/// What is said anew is taken up by a new sync: then both logs are read again from where nothing is
/// in flight, and no record is half in the conflict core.
public final class Pauses {
    private static final Logger log = LoggerFactory.getLogger(Pauses.class);

    /// Who is said to have paused an entity that does not fit.
    private static final String BY = "duet run";

    private final Map<String, Pause> said;
    private final Map<String, Shape> canonical = new LinkedHashMap<>();

    /// Of entities that resume: the records that are parked, with the number of the last change.
    private final Map<RecordKey, Long> parked = new HashMap<>();

    /// What our lease wrote into the checkpoint row of the direction from a system.
    private final Map<String, Long> tokens = new HashMap<>();

    /// Those that wait for a person already: what clients do to them is kept in the quarantine.
    private Set<RecordKey> held = Set.of();

    private long changes;
    private boolean isOutgrown;

    /// What is said of an entity.
    ///
    /// @param isChanged whether it was not before
    public record Said(Pause pause, boolean isChanged) {}

    private Pauses(Map<String, Pause> said, Collection<Shape> canonical) {
        this.said = Map.copyOf(said);
        canonical.forEach(shape -> this.canonical.put(shape.entity(), shape));
    }

    /// Says something about an entity that all will hear of within a second.
    ///
    /// @param next what to say, given what was said last; the same where that is true already
    public static Said say(Side first, String entity, UnaryOperator<Pause> next)
            throws SQLException {
        var store = new PauseStore();
        while (true) {
            try (Connection connection = first.pool().getConnection()) {
                Pause before = store.read(connection, entity);
                Pause after = next.apply(before);
                boolean isChanged = !after.equals(before);
                if (!isChanged || store.say(connection, after)) {
                    connection.commit();
                    return new Said(after, isChanged);
                }
                connection.rollback(); // somebody else has said something
            }
        }
    }

    /// Pauses an entity that does not fit its tables.
    ///
    /// @param cause in words
    /// @param reason what does not fit
    static void sayAltered(Side first, String entity, String cause, String reason)
            throws SQLException {
        sayMisfit(
                first,
                before -> before.altered(reason, BY),
                entity,
                "for " + cause + ": its records are remembered, all else goes on",
                reason);
    }

    /// The same where not even its key is left in both tables.
    ///
    /// @param reason what does not fit
    static void sayLeftOut(Side first, String entity, String reason) throws SQLException {
        sayMisfit(
                first,
                before -> before.leftOut(reason, BY),
                entity,
                "for nothing of it can be followed: what clients do to it is not remembered, and"
                        + " both sides are compared when it resumes; all else goes on",
                reason);
    }

    private static void sayMisfit(
            Side first, UnaryOperator<Pause> next, String entity, String words, String reason)
            throws SQLException {
        if (say(first, entity, next).isChanged()) {
            log.error(
                    "an entity is paused, {} entity={} reason={} mend={}",
                    words,
                    entity,
                    reason,
                    Misfit.mendOf(entity));
        }
    }

    /// Under our lease, so that nobody else parks anything.
    static Pauses read(List<Side> both, Blueprint blueprint) throws SQLException {
        Pauses pauses;
        try (Connection connection = both.getFirst().pool().getConnection()) {
            pauses = new Pauses(new PauseStore().read(connection), blueprint.canonical());
            connection.rollback();
        }
        for (Side source : both) {
            Side target = both.getFirst().equals(source) ? both.getLast() : both.getFirst();
            try (Connection connection = target.pool().getConnection()) {
                Checkpoint row =
                        new CheckpointStore(source.name())
                                .read(connection)
                                .orElseThrow(() -> CannotRun.withoutInit(target.name()));
                pauses.tokens.put(source.name(), row.fencingToken());
                for (String entity : pauses.in(State.RESUMING)) {
                    Shape shape = pauses.shape(entity);
                    new ParkedStore(source.name())
                            .read(connection, entity)
                            .keySet()
                            .forEach(
                                    key ->
                                            pauses.parked.put(
                                                    new RecordKey(entity, Images.key(shape, key)),
                                                    0L));
                }
                connection.rollback();
            }
        }
        return pauses;
    }

    /// The entities in a state, in the order of the file.
    public List<String> in(State state) {
        return canonical.keySet().stream().filter(it -> of(it).state() == state).toList();
    }

    /// What had been said of an entity when the sync began.
    public Pause of(String entity) {
        return said.getOrDefault(entity, Pause.none(entity));
    }

    /// Leaves to the quarantine what waits there: a record that a person lets go is written, and
    /// its marker has to be read.
    synchronized void leave(Set<RecordKey> waiting) {
        held = Set.copyOf(waiting);
        parked.keySet().removeAll(held);
    }

    /// Locks the checkpoint row of the direction from a source, so that nobody else of ours writes
    /// into its target.
    ///
    /// @throws Fenced when another instance has taken over
    public void lock(Connection connection, String source) throws SQLException {
        long stored =
                new CheckpointStore(source)
                        .lock(connection)
                        .map(Checkpoint::fencingToken)
                        .orElse(-1L);
        if (tokens.getOrDefault(source, 0L) != stored) {
            throw new Fenced("another instance took over while records were parked or mended");
        }
    }

    /// Whether a sync that begins now would not do the same: something else is said of an entity of
    /// the file, or the core knows a record that is parked since.
    public synchronized boolean isOutdated(Map<String, Pause> now) {
        return isOutgrown || !isAsSaid(now);
    }

    /// One that is left out is none of the sync's, but may resume.
    private boolean isAsSaid(Map<String, Pause> now) {
        return Stream.concat(
                        canonical.keySet().stream(),
                        said.values().stream().filter(Pause::isUnseen).map(Pause::entity))
                .allMatch(it -> now.getOrDefault(it, Pause.none(it)).turn() == of(it).turn());
    }

    Shape shape(String entity) {
        return Objects.requireNonNull(canonical.get(entity), entity);
    }

    /// Whether changes of an entity may have to be parked.
    synchronized boolean concerns(String entity) {
        Pause pause = of(entity);
        return pause.parksAll() || !pause.isOn() && !parked.isEmpty();
    }

    /// Whether a client's change of these records of one entity is to be parked; if so, it counts
    /// as one.
    synchronized boolean park(String entity, List<RecordKey> records) {
        if (records.stream().noneMatch(this::isParked)) {
            return false;
        }
        if (!of(entity).parksAll()) {
            changes++;
            for (RecordKey record : records) {
                isOutgrown |= parked.put(record, changes) == null; // the other one of a key change
            }
        }
        return true;
    }

    /// Whether the conflict core is to know nothing of a record.
    synchronized boolean isParked(RecordKey record) {
        return !held.contains(record)
                && (of(record.entity()).parksAll() || parked.containsKey(record));
    }

    /// The records of an entity that are parked, with the number of the last change.
    public synchronized Map<RecordKey, Long> parked(String entity) {
        Map<RecordKey, Long> some = new LinkedHashMap<>();
        parked.forEach(
                (record, change) -> {
                    if (record.entity().equals(entity)) {
                        some.put(record, change);
                    }
                });
        return some;
    }

    /// Lets those records flow again of which no change was parked since. Nothing can be parked
    /// before they are forgotten, for it would be forgotten with them; and they are forgotten
    /// before they flow, for what flows is known to whoever reads the log again.
    ///
    /// @param mended with the number of the change up to which all is known
    /// @return how many flow
    public synchronized int release(Map<RecordKey, Long> mended, Forgetting forgetting)
            throws SQLException {
        List<RecordKey> flowing =
                mended.entrySet().stream()
                        .filter(it -> it.getValue().equals(parked.get(it.getKey())))
                        .map(Map.Entry::getKey)
                        .toList();
        forgetting.forget(flowing);
        flowing.forEach(parked::remove);
        return flowing.size();
    }

    /// Takes records out of `duet.parked`.
    @FunctionalInterface
    public interface Forgetting {
        void forget(List<RecordKey> records) throws SQLException;
    }

    /// Reads what stands in `duet.parked` of what was done to a record, and may have been.
    public Touches.Touch touch(String entity, String text) {
        return TouchText.read(shape(entity), text).supposing(shape(entity));
    }

    /// Notes records that both sides have not alike, and nobody has seen why. Under [#lock].
    ///
    /// @param records of one entity
    /// @param since the place in the source's log up to which the target has it
    public void parkUnseen(
            Connection connection, String source, List<RecordKey> records, long since)
            throws SQLException {
        Shape shape = shape(records.getFirst().entity());
        String unseen = TouchText.write(shape, Touches.Touch.UNSEEN);
        new ParkedStore(source)
                .park(
                        connection,
                        shape.entity(),
                        records.stream().map(it -> new Parked(keyText(it), since, unseen)).toList(),
                        (known, now) -> TouchText.merge(shape, known, now));
    }

    /// A record's key as it stands in `duet.parked`.
    public String keyText(RecordKey record) {
        return Images.keyJson(shape(record.entity()), record.key());
    }
}
