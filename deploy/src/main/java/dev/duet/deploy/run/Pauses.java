package dev.duet.deploy.run;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.store.ParkedStore;
import dev.duet.apply.store.PauseStore;
import dev.duet.apply.store.PauseStore.Pause;
import dev.duet.apply.store.PauseStore.State;
import dev.duet.schemas.Images;
import dev.duet.schemas.Shape;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Which entities are paused, as one sync found it when it began, and which records are parked of
/// those that resume. Shared, thread-safe.
///
/// What is said anew is taken up by a new sync: then both logs are read again from where nothing is
/// in flight, and no record is half in the conflict core.
public final class Pauses {
    private final Map<String, Pause> said;
    private final Map<String, Shape> canonical = new LinkedHashMap<>();

    /// Of entities that resume: the records that are parked, with the number of the last change.
    private final Map<RecordKey, Long> parked = new HashMap<>();

    private long changes;

    Pauses(Map<String, Pause> said, Collection<Shape> canonical) {
        this.said = Map.copyOf(said);
        canonical.forEach(shape -> this.canonical.put(shape.entity(), shape));
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

    /// Whether what is said of the entities of the file is what the sync began with.
    public boolean isAsSaid(Map<String, Pause> now) {
        return canonical.keySet().stream()
                .allMatch(it -> now.getOrDefault(it, Pause.none(it)).turn() == of(it).turn());
    }

    Shape shape(String entity) {
        return Objects.requireNonNull(canonical.get(entity), entity);
    }

    /// Whether changes of an entity may have to be parked.
    synchronized boolean concerns(String entity) {
        return switch (of(entity).state()) {
            case ON -> false;
            case PAUSED -> true;
            case RESUMING -> !parked.isEmpty();
        };
    }

    /// Whether a client's change of these records of one entity is to be parked; if so, it counts
    /// as one.
    synchronized boolean park(String entity, List<RecordKey> records) {
        if (of(entity).state() == State.RESUMING) {
            if (records.stream().noneMatch(parked::containsKey)) {
                return false;
            }
            changes++;
            records.forEach(record -> parked.put(record, changes));
        }
        return true;
    }

    /// Whether what Duet wrote to a record is nothing to the conflict core, for it does not know
    /// the record.
    synchronized boolean isParked(RecordKey record) {
        return of(record.entity()).state() == State.PAUSED || parked.containsKey(record);
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

    /// Lets those records flow again of which no change was parked since.
    ///
    /// @param mended with the number of the change up to which all is known
    /// @return those that flow
    public synchronized List<RecordKey> release(Map<RecordKey, Long> mended) {
        List<RecordKey> flowing = new ArrayList<>();
        mended.forEach(
                (record, change) -> {
                    if (parked.remove(record, change)) {
                        flowing.add(record);
                    }
                });
        return flowing;
    }

    /// Reads what stands in `duet.parked` of what was done to a record.
    public Touches.Touch touch(String entity, String text) {
        return TouchText.read(shape(entity), text);
    }

    /// A record's key as it stands in `duet.parked`.
    public String keyText(RecordKey record) {
        return Images.keyJson(shape(record.entity()), record.key());
    }
}
