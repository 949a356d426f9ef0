package dev.duet.apply;

import dev.duet.apply.plan.Links.Link;
import dev.duet.mapping.Validation;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Finds the rule of the file that a row does not meet which was refused for want of a record that
/// it names. One thread.
final class BrokenLinks {
    private final TargetDatabase database;
    private final TargetTerms terms;
    private final Parents parents;
    private final Parking parking;

    BrokenLinks(ApplySettings settings, Parking parking) {
        this.database = settings.database();
        this.terms = settings.terms();
        this.parents = new Parents(database.tableReader(), terms);
        this.parking = parking;
    }

    /// Nothing, too, where the record that it names is held: that may come yet, and the row waits
    /// behind it.
    ///
    /// @param row as it was to be in the target
    Optional<Validation.Broken> of(
            Connection connection, Shape shape, @Nullable Row row, SQLException refusal)
            throws SQLException {
        if (row == null || !database.isForeignKey(refusal) || parking.refersToHeld(shape, row)) {
            return Optional.empty();
        }
        for (Link link : terms.links().of(shape.entity())) {
            if (!link.isWarned()
                    && link.isDeclared() != refusal instanceof MissingParent
                    && parents.isMissing(connection, link.parent(), row, link.column())) {
                return Optional.of(link.broken());
            }
        }
        return Optional.empty();
    }
}
