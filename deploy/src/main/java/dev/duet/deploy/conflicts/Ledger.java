package dev.duet.deploy.conflicts;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.store.ConflictHistory;
import dev.duet.apply.store.ConflictHistory.Action;
import dev.duet.apply.store.ConflictHistory.Wanted;
import dev.duet.apply.store.RecordedConflict;
import dev.duet.deploy.conflicts.Conflict.Located;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Side;
import dev.duet.schemas.Images;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The conflicts that both databases have recorded, for one command; closes what it opened. One
/// thread.
final class Ledger implements AutoCloseable {
    private final DuetConfig config;
    private final OpenSystems systems;
    private final ConflictHistory history = new ConflictHistory();
    private @Nullable Blueprint blueprint;

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
    /// @throws CannotRestore when the file does not have it
    Restorations restorations(Conflict conflict) throws SQLException {
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
        var restorer =
                new Restorer(
                        conflict.id(),
                        conflict.entry().entity(),
                        blueprint().termsOf(side.name()),
                        side.target().rowWriter(),
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

    /// The rules of the file, by entity.
    Map<String, Rules> rules() throws SQLException {
        List<Shape> canonical = blueprint().canonical();
        List<EntityRules> compiled = blueprint().rules();
        Map<String, Rules> rules = new LinkedHashMap<>();
        for (int e = 0; e < canonical.size(); e++) {
            EntityConfig entity = config.entities().get(e);
            rules.put(entity.name(), new Rules(config, entity, canonical.get(e), compiled.get(e)));
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
        if (blueprint == null) {
            blueprint = Blueprint.compile(config, systems.sides());
        }
        return blueprint;
    }

    @Override
    public void close() {
        systems.close();
    }
}
