package dev.duet.deploy.compare;

import dev.duet.apply.conflict.RecordKey;
import dev.duet.apply.store.ConflictHistory;
import dev.duet.apply.store.ConflictHistory.Wanted;
import dev.duet.apply.store.RecordedConflict;
import dev.duet.deploy.quarantine.Books;
import dev.duet.deploy.quarantine.HeldEntry;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What both databases have recorded about records. One thread.
final class Known {
    private final DuetConfig config;
    private final OpenSystems systems;
    private final Blueprint blueprint;

    Known(DuetConfig config, OpenSystems systems, Blueprint blueprint) {
        this.config = config;
        this.systems = systems;
        this.blueprint = blueprint;
    }

    /// The records that are held now, each with its first entry.
    Map<RecordKey, HeldEntry> held() throws SQLException {
        Map<RecordKey, HeldEntry> held = new HashMap<>();
        try (Books books = new Books(config, systems.sides())) {
            for (HeldEntry it : books.entries("held")) {
                records(it).forEach(record -> held.putIfAbsent(record, it));
            }
        }
        return held;
    }

    /// None where what is held does not fit the tables as they are now.
    private List<RecordKey> records(HeldEntry it) {
        Optional<Shape> shape =
                blueprint.shapes(it.direction().source()).stream()
                        .filter(each -> each.entity().equals(it.entry().entity()))
                        .findFirst();
        if (shape.isEmpty()) {
            return List.of();
        }
        try {
            return blueprint
                    .termsOf(it.direction().target())
                    .keys(
                            new Mapped.Refused(
                                    it.entry().change(shape.get()),
                                    it.entry().code(),
                                    it.entry().reason(),
                                    false));
        } catch (IllegalArgumentException | DateTimeException _) {
            return List.of();
        }
    }

    static Reason reason(HeldEntry it) {
        return new Reason(
                Reason.Code.HELD,
                "held as "
                        + it.id()
                        + " ("
                        + it.entry().code()
                        + "); 'duet quarantine show "
                        + it.id()
                        + "' has more");
    }

    /// The last conflict about a record, in words.
    Optional<String> conflict(RecordKey record) throws SQLException {
        String key = blueprint.termsOf(config.first().name()).name(record);
        var wanted = new Wanted(record.entity(), key, List.of(), false, null, null, 1);
        record Located(String system, RecordedConflict entry) {}
        List<Located> found = new ArrayList<>();
        for (SystemConfig system : config.systems()) {
            try (Connection connection = systems.side(system.name()).reads().getConnection()) {
                new ConflictHistory()
                        .entries(connection, wanted)
                        .forEach(entry -> found.add(new Located(system.name(), entry)));
                connection.rollback();
            }
        }
        return found.stream()
                .max(Comparator.comparing(it -> it.entry().decidedAt()))
                .map(
                        it ->
                                "its last conflict is "
                                        + it.system()
                                        + ":"
                                        + it.entry().id()
                                        + " ("
                                        + it.entry().rule()
                                        + "); 'duet conflicts show "
                                        + it.system()
                                        + ":"
                                        + it.entry().id()
                                        + "' has more");
    }
}
