package dev.duet.deploy.conflicts;

import dev.duet.apply.AbsentRowWriter;
import dev.duet.apply.TargetTerms;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.store.ConflictHistory;
import dev.duet.apply.store.ConflictHistory.Action;
import dev.duet.apply.store.ConflictHistory.Wanted;
import dev.duet.apply.store.RecordedConflict;
import dev.duet.deploy.conflicts.Conflict.Located;
import dev.duet.deploy.quarantine.Books;
import dev.duet.deploy.quarantine.Decision;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.Fitted;
import dev.duet.deploy.run.Fitting;
import dev.duet.deploy.run.Misfit;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Side;
import dev.duet.schemas.Column;
import dev.duet.schemas.Images;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The conflicts that both databases have recorded, for one command; closes what it opened. One
/// thread.
final class Ledger implements AutoCloseable {
    private final DuetConfig config;
    private final OpenSystems systems;
    private final ConflictHistory history = new ConflictHistory();
    private @Nullable Fitted fitted;

    private Ledger(DuetConfig config, OpenSystems systems) {
        this.config = config;
        this.systems = systems;
    }

    /// @throws dev.duet.deploy.connect.CannotConnect when a database is not there
    static Ledger open(DuetConfig config) {
        return new Ledger(config, OpenSystems.reachable(config));
    }

    /// Newest first.
    List<Conflict> conflicts(Wanted wanted) throws SQLException {
        var legend = new Legend(config);
        List<List<Located>> found = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        for (SystemConfig system : config.systems()) {
            try (Connection connection = systems.side(system.name()).reads().getConnection()) {
                found.add(
                        history.entries(connection, wanted).stream()
                                .map(entry -> new Located(system.name(), legend.current(entry)))
                                .toList());
                actions.addAll(history.actions(connection));
                connection.rollback();
            }
        }
        return Pairing.of(found.get(0), found.get(1), actions);
    }

    /// The one conflict that a person means.
    ///
    /// @throws IllegalArgumentException when there is none, or there are two
    Conflict named(String id) throws SQLException {
        EntryId wanted = EntryId.parse(id);
        List<Conflict> found = new ArrayList<>();
        for (SystemConfig system : config.systems()) {
            if (wanted.mayBeIn(system.name())) {
                find(system.name(), wanted.number())
                        .filter(it -> found.stream().noneMatch(has -> has.id().equals(it.id())))
                        .ifPresent(found::add);
            }
        }
        return switch (found.size()) {
            case 0 ->
                    throw new IllegalArgumentException(
                            "no conflict is recorded under "
                                    + id
                                    + "; 'duet conflicts list' shows what is");
            case 1 -> found.getFirst();
            default ->
                    throw new IllegalArgumentException(
                            id
                                    + " may be "
                                    + found.getFirst().id()
                                    + " or "
                                    + found.getLast().id()
                                    + ": say which");
        };
    }

    private Optional<Conflict> find(String system, long number) throws SQLException {
        List<RecordedConflict> entries;
        try (Connection connection = systems.side(system).reads().getConnection()) {
            entries =
                    history.entry(connection, number).stream()
                            .map(new Legend(config)::current)
                            .toList();
            connection.rollback();
        }
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        String exact = new Located(system, entries.getFirst()).id();
        return conflicts(Wanted.of(entries.getFirst())).stream()
                .filter(it -> it.ids().contains(exact))
                .findFirst();
    }

    /// What says how the conflicts of an entity can be decided otherwise.
    ///
    /// @throws CannotRestore when the file does not have it, or the tables do not fit
    Restorations restorations(Conflict conflict) throws SQLException {
        requireFit(conflict);
        String name = conflict.entry().entity();
        EntityConfig entity =
                new Legend(config)
                        .entity(name)
                        .orElseThrow(
                                () ->
                                        new CannotRestore(
                                                "%s: the file has no entity %s"
                                                        .formatted(conflict.id(), name),
                                                "name it in the file as it was then"));
        return new Restorations(entity, blueprint().termsOf(config.first().name()).canonical(name));
    }

    /// Writes into one side and notes it, in one transaction that is as any client's.
    ///
    /// @return whether anything had to be written
    /// @throws CannotRestore when what stands there was changed since, or the database refuses
    boolean write(Conflict conflict, Restoration restoration, Deed deed, boolean force)
            throws SQLException {
        Side side = systems.side(restoration.system());
        TargetTerms terms = blueprint().termsOf(side.name());
        var restorer =
                new Restorer(
                        conflict.id(),
                        conflict.entry().entity(),
                        terms,
                        AbsentRowWriter.over(side.target(), terms),
                        force);
        String written = written(conflict, restoration);
        try (Connection connection = side.pool().getConnection()) {
            boolean done = restorer.write(connection, restoration);
            if (done) {
                note(connection, conflict, deed, written);
                connection.commit();
            } else {
                connection.rollback();
            }
            return done;
        } catch (SQLException e) {
            String mend =
                    switch (side.target().classify(e)) {
                        case DATA -> "mend what it refers to, or the constraint, and try again";
                        case TRANSIENT -> "try again";
                        case FATAL -> throw e;
                    };
            throw new CannotRestore(
                    "%s: %s refuses it: %s".formatted(conflict.id(), side.name(), e.getMessage()),
                    mend,
                    e);
        }
    }

    /// Lets the record of a conflict go that waits: one system's row stands, with these fields set
    /// in it first.
    ///
    /// @param stands null for the first that has a row
    /// @return in words, what was done; empty when the record does not wait
    /// @throws CannotRestore when it could not be let go
    Optional<String> let(
            Conflict conflict,
            @Nullable String stands,
            Map<String, @Nullable String> fields,
            String reason)
            throws SQLException, InterruptedException {
        requireFit(conflict);
        Map<Integer, @Nullable String> columns = columns(conflict, fields);
        Books books = new Books(config, systems.sides());
        List<String> candidates = stands == null ? config.systemNames() : List.of(stands);
        for (String system : candidates) {
            List<Books.Outcome> outcomes =
                    books.let(
                            conflict.entry().entity(),
                            conflict.entry().key(),
                            system,
                            columns,
                            reason);
            for (Books.Outcome outcome : outcomes) {
                if (outcome instanceof Books.Outcome.StillHeld held) {
                    if (held.code().equals(Decision.NO_ROW)
                            && !system.equals(candidates.getLast())) {
                        break;
                    }
                    throw new CannotRestore(
                            "%s: %s (%s)".formatted(conflict.id(), held.reason(), held.code()),
                            "mend that, and try again");
                }
            }
            if (outcomes.isEmpty()) {
                return Optional.empty();
            }
            if (outcomes.stream().noneMatch(Books.Outcome.StillHeld.class::isInstance)) {
                boolean done = outcomes.stream().allMatch(Books.Outcome.Settled.class::isInstance);
                return Optional.of(
                        done
                                ? "the row as it is in " + system + " stands on both sides"
                                : "the row as it is in "
                                        + system
                                        + " will stand on both sides: 'duet run' does it when it"
                                        + " runs");
            }
        }
        throw new IllegalStateException("no system was asked");
    }

    /// @throws IllegalArgumentException when there is no such field, or it cannot hold the value
    private Map<Integer, @Nullable String> columns(
            Conflict conflict, Map<String, @Nullable String> fields) throws SQLException {
        String name = conflict.entry().entity();
        Map<Integer, @Nullable String> columns = new TreeMap<>();
        for (Map.Entry<String, @Nullable String> field : fields.entrySet()) {
            EntityConfig entity =
                    new Legend(config)
                            .entity(name)
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "the file has no entity " + name));
            List<String> names = entity.allFields().stream().map(FieldConfig::name).toList();
            int column = names.indexOf(field.getKey());
            if (column < entity.key().size()) {
                throw new IllegalArgumentException(
                        "--set: '%s' is no field of %s; say one of %s"
                                .formatted(
                                        field.getKey(),
                                        name,
                                        names.subList(entity.key().size(), names.size())));
            }
            Column of =
                    blueprint()
                            .termsOf(config.first().name())
                            .canonical(name)
                            .columns()
                            .get(column);
            columns.put(column, checked(of, field));
        }
        return columns;
    }

    private static @Nullable String checked(
            Column column, Map.Entry<String, @Nullable String> set) {
        String text = set.getValue();
        try {
            if (text != null) {
                Images.value(column, text);
            }
            return text;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "--set: not a value of kind %s, as '%s' needs it"
                            .formatted(column.kind(), set.getKey()),
                    e);
        }
    }

    /// Notes what needed no writing, where the conflict is recorded.
    void note(Conflict conflict, Deed deed) throws SQLException {
        try (Connection connection =
                systems.side(conflict.main().system()).pool().getConnection()) {
            note(connection, conflict, deed, null);
            connection.commit();
        }
    }

    /// Under each name of it, so that whoever has only one entry knows, too.
    private void note(Connection connection, Conflict conflict, Deed deed, @Nullable String written)
            throws SQLException {
        for (Located entry : conflict.entries()) {
            history.add(connection, entry.entry(), deed.about(entry, written));
        }
    }

    /// The entities that do not fit their tables.
    List<Misfit> misfits() throws SQLException {
        return fitted().misfits();
    }

    /// The rules of the file, by entity that fits.
    Map<String, Rules> rules() throws SQLException {
        List<Shape> canonical = blueprint().canonical();
        List<EntityRules> compiled = blueprint().rules();
        Map<String, Rules> rules = new LinkedHashMap<>();
        for (int e = 0; e < canonical.size(); e++) {
            EntityConfig entity = fitted().config().entities().get(e);
            if (fitted().misfit(entity.name()).isEmpty()) {
                rules.put(
                        entity.name(),
                        new Rules(config, entity, canonical.get(e), compiled.get(e)));
            }
        }
        return rules;
    }

    private String written(Conflict conflict, Restoration restoration) throws SQLException {
        return switch (restoration) {
            case Restoration.SetField set -> {
                Object value = set.row().get(set.column());
                Shape shape =
                        blueprint().termsOf(set.system()).canonical(conflict.entry().entity());
                yield value == null
                        ? "NULL"
                        : Images.text(shape.columns().get(set.column()), value);
            }
            case Restoration.Insert _ -> "the record inserted";
            case Restoration.Delete _ -> "the record deleted";
        };
    }

    private Blueprint blueprint() throws SQLException {
        return fitted().blueprint();
    }

    private Fitted fitted() throws SQLException {
        if (fitted == null) {
            fitted = Fitting.beside(config, systems.sides());
        }
        return fitted;
    }

    /// @throws CannotRestore when the tables do not fit
    private void requireFit(Conflict conflict) throws SQLException {
        Optional<Misfit> misfit = fitted().misfit(conflict.entry().entity());
        if (misfit.isPresent()) {
            throw new CannotRestore(
                    "%s: %s does not fit its tables: %s"
                            .formatted(conflict.id(), misfit.get().entity(), misfit.get().why()),
                    misfit.get().mend());
        }
    }

    @Override
    public void close() {
        systems.close();
    }
}
