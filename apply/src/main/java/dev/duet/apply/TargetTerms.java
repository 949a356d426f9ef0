package dev.duet.apply;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.mapping.EntityMapping;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.types.Kind;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How the rows of the conflict core look in one target. Immutable.
///
/// The core compares rows of both sides, so it has them in one form: as the system listed first has
/// them. Every carried value goes over and comes back the same, so either form would do.
public final class TargetTerms {
    private final Map<String, EntityMapping> mappings;
    private final Map<String, Shape> canonical;
    private final boolean targetIsFirst;

    /// @param mappings into the target, by entity
    /// @param canonical the shapes of the system listed first, by entity
    /// @param targetIsFirst whether that is the target
    public TargetTerms(
            Map<String, EntityMapping> mappings,
            Map<String, Shape> canonical,
            boolean targetIsFirst) {
        this.mappings = Map.copyOf(mappings);
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

    /// The records that a change is about, as the core names them: two when it changes a key, none
    /// when it truncates.
    public List<RecordKey> keys(Mapped.Ready change) {
        return keys(canonical(change));
    }

    /// The same for a change in the core's form.
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
