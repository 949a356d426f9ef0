package dev.duet.deploy.run;

import dev.duet.apply.TargetTerms;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.apply.store.QuarantineStore.Entry;
import dev.duet.apply.store.ReleaseStore;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Lets records go that waited for a row of a reference table, as `duet quarantine retry` would,
/// once the row that they are now can be mapped. One thread.
final class Arrivals {
    private static final Logger log = LoggerFactory.getLogger(Arrivals.class);
    private static final String BY = "duet: its reference is there";

    private final Blueprint blueprint;
    private final ReleaseStore releases = new ReleaseStore();

    Arrivals(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    /// @param source whose change waits
    /// @param key a canonical record of which only the key counts
    void letGoIfThere(Side source, Side target, Entry awaited, Row key) throws SQLException {
        String entity = awaited.entity();
        TargetTerms terms = blueprint.termsOf(source.name());
        Shape shape = terms.shape(entity);
        BitSet some = new BitSet();
        some.set(0, shape.keySize());
        Row name = terms.row(entity, key, some);
        Optional<Mapped.Refused> refused = refused(target, shape, look(source, shape, name));
        if (refused.isPresent()) {
            note(source, target, awaited, refused.get());
            return;
        }
        try (Connection connection = source.pool().getConnection()) {
            Row row = source.target().tableReader().lock(connection, shape, name);
            if (refused(target, shape, row).isPresent()) {
                connection.rollback(); // it has just been changed
                return;
            }
            ask(source, target, awaited);
            releases.add(
                    connection,
                    shape,
                    new ReleaseStore.Released(name.key(shape.keySize()), row),
                    BY);
            connection.commit();
            log.info("a record is let go: its reference is there entity={}", entity);
        }
    }

    /// Without a lock.
    private static @Nullable Row look(Side source, Shape shape, Row name) throws SQLException {
        try (Connection connection = source.reads().getConnection()) {
            @Nullable Row row =
                    source.target().tableReader().read(connection, shape, List.of(name)).stream()
                            .map(found -> found.row())
                            .findFirst()
                            .orElse(null);
            connection.rollback();
            return row;
        }
    }

    /// Why the record cannot go over as it is now; one that is not there can.
    private Optional<Mapped.Refused> refused(Side target, Shape shape, @Nullable Row row) {
        return row != null
                        && blueprint.mappingsInto(target.name()).map(new Change.Insert(shape, row))
                                instanceof Mapped.Refused refused
                ? Optional.of(refused)
                : Optional.empty();
    }

    /// Waits on; what is refused for another reason now, a person is to know about.
    private static void note(Side source, Side target, Entry awaited, Mapped.Refused why)
            throws SQLException {
        if (why.code().equals(Mapped.Refused.NO_REFERENCE)) {
            return;
        }
        try (Connection connection = target.pool().getConnection()) {
            new QuarantineStore(source.name())
                    .refusedAgain(
                            connection, awaited.entity(), awaited.key(), why.code(), why.reason());
            connection.commit();
        }
    }

    private static void ask(Side source, Side target, Entry awaited) throws SQLException {
        try (Connection connection = target.pool().getConnection()) {
            new QuarantineStore(source.name())
                    .ask(connection, awaited.entity(), awaited.key(), "releasing", BY);
            connection.commit();
        }
    }
}
