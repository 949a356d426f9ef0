package dev.duet.apply.plan;

import dev.duet.mapping.Validation;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.ValidationRule.Warn;

import java.util.List;
import java.util.Map;

/// What the file's rules say of columns of the target that name a record of another entity.
/// Immutable.
///
/// @param of by the entity that has the column
public record Links(Map<String, List<Link>> of) {
    public static final Links NONE = new Links(Map.of());

    public Links {
        of = Map.copyOf(of);
    }

    /// @param column of the target's row
    /// @param parent whose key, of one column, it holds
    /// @param isDeclared whether the target has a foreign key for it
    public record Link(Validation.Linked said, int column, Shape parent, boolean isDeclared) {
        /// Whether a row goes over that names a record which is not there.
        public boolean isWarned() {
            return said.rule().severity() instanceof Warn;
        }

        public Validation.Broken broken() {
            return new Validation.Broken(
                    said.rule(), said.rule().name() + ": " + said.rule().message());
        }
    }

    public List<Link> of(String entity) {
        return of.getOrDefault(entity, List.of());
    }
}
