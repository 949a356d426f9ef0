package dev.duet.apply.plan;

import dev.duet.schemas.Shape;

import java.util.List;
import java.util.Map;

/// Columns of the target that hold the key of another entity by the file's word alone, where the
/// database has no foreign key. Immutable.
///
/// @param of by the entity that has the column
public record UndeclaredKeys(Map<String, List<Reference>> of) {
    public static final UndeclaredKeys NONE = new UndeclaredKeys(Map.of());

    public UndeclaredKeys {
        of = Map.copyOf(of);
    }

    /// @param column of the target's row
    /// @param parent whose key, of one column, it holds
    public record Reference(int column, Shape parent) {}

    public List<Reference> of(Shape child) {
        return of.getOrDefault(child.entity(), List.of());
    }
}
