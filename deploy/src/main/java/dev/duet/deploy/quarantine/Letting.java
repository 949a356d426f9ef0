package dev.duet.deploy.quarantine;

import dev.duet.apply.Direction;
import dev.duet.apply.RowWriter;
import dev.duet.apply.TargetTerms;
import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.apply.store.QuarantineStore.Entry;
import dev.duet.apply.store.ReleaseStore;
import dev.duet.deploy.Person;
import dev.duet.deploy.quarantine.Decision.Stands;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.HeldRecords;
import dev.duet.deploy.run.OpenReviews;
import dev.duet.deploy.run.Side;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Change;
import dev.duet.schemas.Images;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lets the held records of one direction go: states, in the log of one side, that what this side
/// has of them is what both shall have. The sync reads it there and does the rest.
final class Letting {
    private static final String NOT_YET =
            "it is about to be held, as soon as what was written of it before has been read back:"
                    + " try again in a moment, with 'duet run' at work";

    private final Direction direction;
    private final Side source;
    private final Side target;
    private final Blueprint blueprint;
    private final Decision decision;
    private final OpenReviews reviews;
    private final QuarantineStore quarantine;
    private final ReleaseStore releases = new ReleaseStore();

    /// Why a record cannot be let go.
    record Refusal(String code, String reason) {}

    /// A record's rows by which it is known on both sides: only their keys count.
    ///
    /// @param record nothing where the target cannot hold its key
    private record Names(Row inSource, @Nullable Row inTarget, Optional<RecordKey> record) {}

    Letting(Direction direction, Side source, Side target, Blueprint blueprint, Decision decision) {
        this.direction = direction;
        this.source = source;
        this.target = target;
        this.blueprint = blueprint;
        this.decision = decision;
        this.reviews = new OpenReviews(List.of(source, target));
        this.quarantine = new QuarantineStore(direction.source());
    }

    /// Decides about the records of one entry: one, or the two of a key change.
    ///
    /// @return why not; empty when it was stated
    Optional<Refusal> let(Entry entry) throws SQLException {
        Stands stands = decision.stands();
        Shape shape = shape(direction.source(), entry.entity());
        if (shape == null) {
            return Optional.of(
                    new Refusal("NO_ENTITY", "the configuration has no such entity any more"));
        }
        if (entry.operation().equals("truncate")) {
            return truncation(entry, stands);
        }
        List<Names> records;
        try {
            records = records(entry.change(shape));
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    new Refusal(
                            "CANNOT_READ",
                            "what was held does not fit the source's table as it is now: "
                                    + e.getMessage()));
        }
        if (records.stream().anyMatch(it -> it.inTarget() == null)) {
            return unknown(entry, stands);
        }
        if (isOfReview(entry) && !areHeld(shape, records)) {
            return Optional.of(new Refusal("NOT_YET", NOT_YET));
        }
        return state(entry, shape, records, stands);
    }

    private static boolean isOfReview(Entry entry) {
        return entry.code().equals(QuarantineStore.REVIEW)
                || entry.code().equals(QuarantineStore.FOLLOWS);
    }

    private boolean areHeld(Shape shape, List<Names> records) throws SQLException {
        HeldRecords held =
                HeldRecords.read(
                        List.of(source, target),
                        direction.first(),
                        blueprint.termsOf(target.name()).canonical(shape.entity()));
        return records.stream().anyMatch(record -> held.isHeld(key(shape, record)));
    }

    /// Of a truncation nothing waits; the entry only says what was not done.
    private Optional<Refusal> truncation(Entry entry, Stands stands) throws SQLException {
        return switch (stands) {
            case TARGET -> close(entry);
            case SOURCE ->
                    Optional.of(
                            new Refusal(
                                    "TRUNCATE",
                                    "it is not carried over: delete in "
                                            + direction.target()
                                            + " what is not to be there, then discard this"));
        };
    }

    /// The target cannot hold the record's key: it is not there, and cannot be.
    private Optional<Refusal> unknown(Entry entry, Stands stands) throws SQLException {
        return switch (stands) {
            case TARGET -> close(entry);
            case SOURCE -> Optional.of(new Refusal("CANNOT_MAP", entry.reason()));
        };
    }

    private Optional<Refusal> close(Entry entry) throws SQLException {
        try (Connection connection = target.pool().getConnection()) {
            quarantine.ask(connection, entry.entity(), entry.key(), "discarding", decision.by());
            quarantine.settle(connection, entry.entity(), entry.key());
            connection.commit();
        }
        return Optional.empty();
    }

    private List<Names> records(Change change) {
        List<Names> records = new ArrayList<>();
        for (Row row : rows(change)) {
            Optional<Key> key =
                    blueprint.mappingsInto(direction.target()).key(change.shape().entity(), row);
            Shape there = shape(direction.target(), change.shape().entity());
            records.add(
                    new Names(
                            row,
                            key.isEmpty() || there == null ? null : key.get().row(there.size()),
                            key.flatMap(it -> terms().ofTarget(change.shape().entity(), it))));
        }
        return records;
    }

    private static List<Row> rows(Change change) {
        return switch (change) {
            case Change.Insert insert -> List.of(insert.after());
            case Change.Update update -> List.of(update.before());
            case Change.Delete delete -> List.of(delete.before());
            case Change.KeyChange move -> List.of(move.before(), move.after());
            case Change.Truncate _ -> List.of();
        };
    }

    private Optional<Refusal> state(Entry entry, Shape shape, List<Names> records, Stands stands)
            throws SQLException {
        Side winner = stands == Stands.SOURCE ? source : target;
        Shape theirs = stands == Stands.SOURCE ? shape : shape(direction.target(), entry.entity());
        if (theirs == null) {
            throw new IllegalStateException("an entity is on both sides or on none");
        }
        try (Connection connection = winner.pool().getConnection()) {
            List<ReleaseStore.Released> found = new ArrayList<>();
            for (Names record : records) {
                Row name = stands == Stands.SOURCE ? record.inSource() : record.inTarget();
                if (name == null) {
                    throw new IllegalStateException("a record without a name");
                }
                Row row = winner.target().tableReader().lock(connection, theirs, name);
                Optional<Refusal> refusal;
                if (row == null && records.size() == 1 && !decision.fields().isEmpty()) {
                    refusal =
                            Optional.of(
                                    new Refusal(Decision.NO_ROW, "it is not in " + winner.name()));
                } else {
                    try {
                        if (row != null && !decision.fields().isEmpty()) {
                            row = set(connection, winner, theirs, record, row);
                        }
                        refusal = mapped(theirs, row, stands);
                    } catch (CannotConvert e) {
                        refusal =
                                Optional.of(
                                        new Refusal(
                                                Mapped.Refused.codeOf(e),
                                                String.valueOf(e.getMessage())));
                    }
                }
                if (refusal.isPresent()) {
                    connection.rollback();
                    if (decision.fields().isEmpty()) {
                        note(shape, records, refusal.get());
                    }
                    return refusal;
                }
                found.add(new ReleaseStore.Released(name.key(theirs.keySize()), row));
            }
            ask(shape, records, stands);
            for (ReleaseStore.Released released : found) {
                releases.add(connection, theirs, released, decision.by());
            }
            for (Names record : records) {
                close(connection, shape, record);
            }
            connection.commit();
        }
        return Optional.empty();
    }

    /// Sets what the person has said, in the row that is to stand.
    ///
    /// @param there the row as it is
    /// @return the row then
    /// @throws CannotConvert when the system cannot hold it
    private @Nullable Row set(
            Connection connection, Side winner, Shape theirs, Names record, Row there)
            throws SQLException {
        TargetTerms terms = blueprint.termsOf(winner.name());
        Shape canonical = terms.canonical(theirs.entity());
        @Nullable Object[] values = known(terms, canonical, there, record);
        BitSet fields = new BitSet();
        decision.fields()
                .forEach(
                        (field, text) -> {
                            values[field] =
                                    text == null
                                            ? null
                                            : Images.value(canonical.columns().get(field), text);
                            fields.set(field);
                        });
        Row row = terms.row(theirs.entity(), Row.of(values), fields);
        BitSet columns = terms.columns(theirs.entity(), fields);
        var whatever = new RowWriter.MergeForm(new BitSet(), columns, new BitSet(), new BitSet());
        winner.target().rowWriter().merge(connection, theirs, whatever, List.of(row), List.of(row));
        return winner.target().tableReader().lock(connection, theirs, row);
    }

    /// The record that the row is, as columns may be derived from several fields; of one that is
    /// none, the key alone.
    private @Nullable Object[] known(TargetTerms terms, Shape canonical, Row there, Names record) {
        try {
            return terms.ofTarget(canonical.entity(), there).toArray();
        } catch (CannotConvert _) {
            @Nullable Object[] values = new Object[canonical.size()];
            Arrays.fill(values, Unchanged.UNSAID);
            Key key = record.record().orElseThrow().key();
            for (int i = 0; i < canonical.keySize(); i++) {
                values[i] = key.get(i);
            }
            return values;
        }
    }

    /// The conflicts that the record waited for are decided with it.
    private void close(Connection connection, Shape shape, Names record) throws SQLException {
        String written =
                decision.fields().isEmpty() ? null : String.valueOf(decision.fields().values());
        reviews.close(
                connection,
                shape.entity(),
                key(shape, record),
                new OpenReviews.Answer(written, decision.reason(), Person.here()));
    }

    private Optional<Refusal> mapped(Shape shape, @Nullable Row row, Stands stands) {
        if (row == null) {
            return Optional.empty();
        }
        String into = stands == Stands.SOURCE ? direction.target() : direction.source();
        return blueprint.mappingsInto(into).map(new Change.Insert(shape, row))
                        instanceof Mapped.Refused refused
                ? Optional.of(new Refusal(refused.code(), refused.reason()))
                : Optional.empty();
    }

    private void ask(Shape shape, List<Names> records, Stands stands) throws SQLException {
        String status = stands == Stands.SOURCE ? "releasing" : "discarding";
        try (Connection connection = target.pool().getConnection()) {
            for (Names record : records) {
                quarantine.ask(
                        connection, shape.entity(), text(shape, record), status, decision.by());
            }
            connection.commit();
        }
    }

    private void note(Shape shape, List<Names> records, Refusal refusal) throws SQLException {
        try (Connection connection = target.pool().getConnection()) {
            for (Names record : records) {
                quarantine.refusedAgain(
                        connection,
                        shape.entity(),
                        text(shape, record),
                        refusal.code(),
                        refusal.reason());
            }
            connection.commit();
        }
    }

    private static String text(Shape shape, Names record) {
        return Images.keyText(shape, record.inSource());
    }

    /// The records that an entry is about, named the same whichever direction it came along.
    Set<String> records(Entry entry) {
        Shape shape = shape(direction.source(), entry.entity());
        Set<String> names = new HashSet<>();
        if (shape != null && !entry.operation().equals("truncate")) {
            try {
                records(entry.change(shape)).forEach(record -> names.add(name(shape, record)));
            } catch (IllegalArgumentException _) {
                names.clear(); // let() says that the image cannot be read
            }
        }
        return names.isEmpty() ? Set.of(direction + " " + entry.id()) : names;
    }

    private String name(Shape shape, Names record) {
        return shape.entity() + " " + key(shape, record);
    }

    /// As canonical records have it.
    private String key(Shape shape, Names record) {
        return record.record().map(terms()::name).orElseGet(() -> text(shape, record));
    }

    private TargetTerms terms() {
        return blueprint.termsOf(direction.target());
    }

    private @Nullable Shape shape(String system, String entity) {
        return blueprint.shapes(system).stream()
                .filter(shape -> shape.entity().equals(entity))
                .findFirst()
                .orElse(null);
    }
}
