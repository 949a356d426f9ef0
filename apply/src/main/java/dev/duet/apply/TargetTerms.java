package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.conflict.RowWrite;
import dev.duet.mapping.EntityMapping;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.MappedChanges;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Images;
import dev.duet.schemas.Key;
import dev.duet.schemas.Release;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.types.Kind;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the rows of the conflict core look in one target. Immutable.
///
/// The core compares rows of both sides, so it has them in one form: as the system listed first has
/// them. Every carried value goes over and comes back the same, so either form would do.
public final class TargetTerms {
    private final Map<String, EntityMapping> mappings;
    private final Map<String, EntityMapping> back;
    private final Map<String, Shape> canonical;
    private final boolean targetIsFirst;

    /// @param mappings into the target, by entity
    /// @param back into the source, likewise
    /// @param canonical the shapes of the system listed first, by entity
    /// @param targetIsFirst whether that is the target
    public TargetTerms(
            Map<String, EntityMapping> mappings,
            Map<String, EntityMapping> back,
            Map<String, Shape> canonical,
            boolean targetIsFirst) {
        this.mappings = Map.copyOf(mappings);
        this.back = Map.copyOf(back);
        this.canonical = Map.copyOf(canonical);
        this.targetIsFirst = targetIsFirst;
    }

    /// The shape of an entity in the core's form.
    public Shape canonical(String entity) {
        Shape shape = canonical.get(entity);
        if (shape == null) {
            throw new IllegalArgumentException("no entity " + entity);
        }
        return shape;
    }

    /// A change of the source's in the core's form.
    public Change canonical(Mapped.Ready change) {
        return targetIsFirst ? change.target() : change.source();
    }

    /// The source's changes in the core's form; what the target cannot take is not among them.
    Changes canonical(MappedTransaction transaction) {
        Changes source = transaction.source();
        if (source.isSpilled()) {
            return new MappedChanges(
                    source,
                    change -> mapping(change.shape().entity()).map(change),
                    this::canonical);
        }
        List<Change> canonical = new ArrayList<>();
        for (Mapped change : transaction.changes()) {
            if (change instanceof Mapped.Ready ready) {
                canonical.add(canonical(ready));
            }
        }
        return Changes.of(canonical, source.weight());
    }

    /// What the source's log says about a record that is let go, in the core's form; nothing when
    /// the target cannot take it.
    Optional<Release> canonical(Release release) {
        if (!targetIsFirst) {
            return Optional.of(release);
        }
        EntityMapping mapping = mapping(release.entity());
        int keySize = mapping.target().keySize();
        Row row = release.row();
        try {
            return mapping.key(release.key().row(mapping.target().size()), keySize)
                    .map(
                            key ->
                                    new Release(
                                            release.entity(),
                                            key,
                                            row == null ? null : mapping.row(row)));
        } catch (CannotConvert e) {
            return Optional.empty();
        }
    }

    /// The records that a change is about, as the core names them: two when it changes a key, none
    /// when it truncates or the target cannot hold the key.
    public List<RecordKey> keys(Mapped change) {
        return switch (change) {
            case Mapped.Ready ready -> keys(canonical(ready));
            case Mapped.Refused refused ->
                    keys(refused.source()).stream().flatMap(key -> ofSource(key).stream()).toList();
        };
    }

    private Optional<RecordKey> ofSource(RecordKey source) {
        if (!targetIsFirst) {
            return Optional.of(source);
        }
        EntityMapping mapping = mapping(source.entity());
        return mapping.key(source.key().row(mapping.target().size()), mapping.target().keySize())
                .map(key -> new RecordKey(source.entity(), key));
    }

    /// A record by its key in the target; nothing when the source cannot hold that key.
    Optional<RecordKey> ofTarget(String entity, Key key) {
        if (targetIsFirst) {
            return Optional.of(new RecordKey(entity, key));
        }
        EntityMapping mapping = back(entity);
        return mapping.key(key.row(mapping.target().size()), key.size())
                .map(canonical -> new RecordKey(entity, canonical));
    }

    /// A record's key as people know it in the source.
    String keyText(RecordKey record) {
        Shape shape = sourceShape(record.entity());
        Row canonical = record.key().row(canonical(record.entity()).size());
        return Images.keyText(
                shape, targetIsFirst ? back(record.entity()).row(canonical) : canonical);
    }

    /// What a write would have been as a change of the source's.
    Change asOfSource(RowWrite write) {
        String entity = write.key().entity();
        Shape shape = sourceShape(entity);
        return switch (write) {
            case RowWrite.Insert insert ->
                    new Change.Insert(shape, sourceRow(entity, insert.row()));
            case RowWrite.Delete delete ->
                    new Change.Delete(
                            shape,
                            sourceRow(
                                    entity,
                                    delete.guarded().isEmpty()
                                            ? delete.key().key().row(shape.size())
                                            : delete.expected()));
            case RowWrite.Update update ->
                    new Change.Update(
                            shape,
                            sourceRow(entity, update.expected()),
                            sourceRow(entity, update.result()));
        };
    }

    private Shape sourceShape(String entity) {
        return targetIsFirst ? back(entity).target() : canonical(entity);
    }

    private Row sourceRow(String entity, Row canonical) {
        return targetIsFirst ? back(entity).row(canonical) : canonical;
    }

    private EntityMapping back(String entity) {
        EntityMapping mapping = back.get(entity);
        if (mapping == null) {
            throw new IllegalArgumentException("no mapping for entity " + entity);
        }
        return mapping;
    }

    /// The same for a change in the form in which the records are to be named.
    public static List<RecordKey> keys(Change canonical) {
        List<RecordKey> keys = new ArrayList<>(2);
        switch (canonical) {
            case Change.Insert insert -> add(keys, insert.shape(), insert.after());
            case Change.Update update -> add(keys, update.shape(), update.before());
            case Change.Delete delete -> add(keys, delete.shape(), delete.before());
            case Change.KeyChange move -> {
                add(keys, move.shape(), move.before());
                add(keys, move.shape(), move.after());
            }
            case Change.Truncate truncate -> {}
        }
        return keys;
    }

    private static void add(List<RecordKey> keys, Shape shape, Row row) {
        keys.add(new RecordKey(shape.entity(), row.key(shape.keySize())));
    }

    /// The target's shape of an entity.
    public Shape shape(String entity) {
        return mapping(entity).target();
    }

    /// A row of the core's as the target has it.
    ///
    /// @throws dev.duet.mapping.types.CannotConvert when the target cannot hold a value
    public Row row(String entity, Row canonical) {
        return targetIsFirst ? canonical : mapping(entity).row(canonical);
    }

    /// A row of the target's in the core's form.
    ///
    /// @throws dev.duet.mapping.types.CannotConvert when the source cannot hold a value
    Row canonical(String entity, Row target) {
        return targetIsFirst ? target : back(entity).row(target);
    }

    /// What a counter of the target's is raised by: the form of a number does not depend on its
    /// range, as a value's does.
    Object difference(String entity, int column, Object difference) {
        Kind kind = shape(entity).columns().get(column).kind();
        return switch (difference) {
            case Long whole when kind == Kind.DECIMAL -> BigDecimal.valueOf(whole);
            case BigDecimal number when kind == Kind.INTEGER -> number.longValueExact();
            default -> difference;
        };
    }

    private EntityMapping mapping(String entity) {
        EntityMapping mapping = mappings.get(entity);
        if (mapping == null) {
            throw new IllegalArgumentException("no mapping for entity " + entity);
        }
        return mapping;
    }
}
