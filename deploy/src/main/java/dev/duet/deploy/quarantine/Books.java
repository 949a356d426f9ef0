package dev.duet.deploy.quarantine;

import dev.duet.apply.Direction;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.deploy.DirectionName;
import dev.duet.deploy.Person;
import dev.duet.deploy.quarantine.Decision.Stands;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.Fitted;
import dev.duet.deploy.run.Fitting;
import dev.duet.deploy.run.Misfit;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.status.Instance;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.Column;
import dev.duet.schemas.Images;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.ValidationRule;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The quarantines of both directions, for one command; closes what it opened.
public final class Books implements AutoCloseable {
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
    private static final String RESTART =
            "; 'duet run' knows the tables as they were when it began: restart it if that was"
                    + " mended";
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);

    private final DuetConfig config;
    private final Map<String, Side> sides;
    private final Runnable onClose;
    private @Nullable Fitted fitted;

    /// Over systems that somebody else closes.
    public Books(DuetConfig config, Map<String, Side> sides) {
        this(config, sides, () -> {});
    }

    private Books(DuetConfig config, Map<String, Side> sides, Runnable onClose) {
        this.config = config;
        this.sides = sides;
        this.onClose = onClose;
    }

    /// @throws dev.duet.deploy.connect.CannotConnect when a database is not there
    static Books open(DuetConfig config) {
        OpenSystems systems = OpenSystems.reachable(config);
        return new Books(config, systems.sides(), systems::close);
    }

    private Side side(String system) {
        return Objects.requireNonNull(sides.get(system));
    }

    /// The entries of both directions, oldest first within each.
    ///
    /// @param status null for every status
    public List<HeldEntry> entries(@Nullable String status) throws SQLException {
        List<HeldEntry> all = new ArrayList<>();
        for (Direction direction : DirectionName.both(config)) {
            try (Connection connection = side(direction.target()).reads().getConnection()) {
                new QuarantineStore(direction.source())
                        .entries(connection, status)
                        .forEach(entry -> all.add(new HeldEntry(direction, entry)));
                connection.rollback();
            }
        }
        return all;
    }

    /// The one entry that a person means.
    ///
    /// @throws IllegalArgumentException when there is none, or there are two
    static HeldEntry named(List<HeldEntry> entries, String id) {
        List<HeldEntry> found = entries.stream().filter(entry -> entry.isNamed(id)).toList();
        return switch (found.size()) {
            case 0 ->
                    throw new IllegalArgumentException(
                            "nothing is held under "
                                    + id
                                    + "; 'duet quarantine list' shows what is");
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

    /// What became of one entry.
    public sealed interface Outcome {
        /// Which one.
        HeldEntry entry();

        /// It is settled: what was decided stands on both sides.
        record Settled(HeldEntry entry) implements Outcome {}

        /// It is held as before.
        record StillHeld(HeldEntry entry, String code, String reason) implements Outcome {}

        /// The sync will settle it when it runs.
        record Asked(HeldEntry entry) implements Outcome {}
    }

    /// Lets the records of these entries go, each once, and waits for a running instance to do it.
    /// Of a record with entries in both directions the one that was refused itself counts.
    List<Outcome> let(List<HeldEntry> chosen, Decision decision)
            throws SQLException, InterruptedException {
        Map<Direction, Letting> lettings = lettings(decision);
        List<HeldEntry> held = entries("held");
        List<Outcome> outcomes = new ArrayList<>();
        Set<HeldEntry> asked = new LinkedHashSet<>();
        Set<String> done = new HashSet<>();
        for (HeldEntry it : chosen.stream().sorted(Comparator.comparing(Books::follows)).toList()) {
            Optional<Misfit> misfit = fitted().misfit(it.entry().entity());
            if (misfit.isPresent()) {
                outcomes.add(new Outcome.StillHeld(it, Misfit.CODE, misfit.get().words()));
                continue;
            }
            Letting letting = Objects.requireNonNull(lettings.get(it.direction()));
            Set<String> records = letting.records(it.entry());
            if (!Collections.disjoint(done, records)) {
                continue;
            }
            done.addAll(records);
            Optional<Letting.Refusal> refusal = letting.let(it.entry());
            if (refusal.isPresent()) {
                outcomes.add(
                        new Outcome.StillHeld(it, refusal.get().code(), refusal.get().reason()));
            } else {
                held.stream()
                        .filter(other -> other.direction().equals(it.direction()))
                        .filter(
                                other ->
                                        !Collections.disjoint(
                                                records, letting.records(other.entry())))
                        .forEach(asked::add);
            }
        }
        outcomes.addAll(settled(asked));
        return outcomes;
    }

    private Map<Direction, Letting> lettings(Decision decision) throws SQLException {
        Blueprint blueprint = fitted().blueprint();
        Map<Direction, Letting> lettings = new HashMap<>();
        for (Direction direction : DirectionName.both(config)) {
            lettings.put(
                    direction,
                    new Letting(
                            direction,
                            side(direction.source()),
                            side(direction.target()),
                            blueprint,
                            decision));
        }
        return lettings;
    }

    /// What is to be set, as [Decision] wants it.
    ///
    /// @param fields by their names, with the texts of their values
    /// @throws IllegalArgumentException when there is no such field, or it has no such value
    Map<Integer, @Nullable String> columns(String entity, Map<String, @Nullable String> fields)
            throws SQLException {
        fitted().require(List.of(entity));
        Shape shape =
                fitted().blueprint().canonical().stream()
                        .filter(it -> it.entity().equals(entity))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the file has no entity " + entity + " any more"));
        List<String> names = shape.columns().stream().map(Column::name).toList();
        Map<Integer, @Nullable String> columns = new HashMap<>();
        for (Map.Entry<String, @Nullable String> field : fields.entrySet()) {
            int at = names.indexOf(field.getKey());
            if (at < shape.keySize()) {
                throw new IllegalArgumentException(
                        "'%s' is no field that can be set; say one of %s"
                                .formatted(
                                        field.getKey(),
                                        String.join(
                                                ", ",
                                                names.subList(shape.keySize(), names.size()))));
            }
            requireValue(shape.columns().get(at), field.getValue());
            columns.put(at, field.getValue());
        }
        return columns;
    }

    private Fitted fitted() throws SQLException {
        if (fitted == null) {
            fitted = Fitting.beside(config, sides);
        }
        return fitted;
    }

    private static void requireValue(Column column, @Nullable String text) {
        try {
            if (text != null) {
                Images.value(column, text);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "'%s' is no value of field %s, which is %s"
                            .formatted(text, column.name(), column.type()),
                    e);
        }
    }

    /// Lets the record go that is held under this key, as the system listed first has it: one
    /// system's row stands.
    ///
    /// @param fields as for [Decision]
    /// @return empty when nothing is held of it
    public List<Outcome> let(
            String entity,
            String key,
            String stands,
            Map<Integer, @Nullable String> fields,
            String reason)
            throws SQLException, InterruptedException {
        String name = entity + " " + key;
        for (HeldEntry it :
                entries("held").stream().sorted(Comparator.comparing(Books::follows)).toList()) {
            Decision decision =
                    new Decision(
                            it.direction().source().equals(stands) ? Stands.SOURCE : Stands.TARGET,
                            fields,
                            Person.because(reason),
                            reason);
            if (it.entry().entity().equals(entity)
                    && Objects.requireNonNull(lettings(decision).get(it.direction()))
                            .records(it.entry())
                            .contains(name)) {
                return let(List.of(it), decision);
            }
        }
        return List.of();
    }

    private static boolean follows(HeldEntry it) {
        return it.entry().code().equals(QuarantineStore.FOLLOWS);
    }

    private List<Outcome> settled(Set<HeldEntry> asked) throws SQLException, InterruptedException {
        Set<String> ids = new HashSet<>();
        asked.forEach(it -> ids.add(it.id()));
        Instant limit = Instant.now().plus(SETTLE_LIMIT);
        while (true) {
            List<Outcome> outcomes =
                    entries(null).stream()
                            .filter(it -> ids.contains(it.id()))
                            .map(Books::outcome)
                            .toList();
            boolean waits = outcomes.stream().anyMatch(Outcome.Asked.class::isInstance);
            if (!waits || Instant.now().isAfter(limit) || !isLive()) {
                return outcomes;
            }
            Thread.sleep(ASK_AGAIN);
        }
    }

    private static Outcome outcome(HeldEntry it) {
        return switch (it.entry().status()) {
            case "released", "discarded" -> new Outcome.Settled(it);
            case "held" ->
                    new Outcome.StillHeld(
                            it,
                            it.entry().code(),
                            it.entry().reason() + (isOfTheFile(it.entry().code()) ? RESTART : ""));
            default -> new Outcome.Asked(it);
        };
    }

    /// Whether what holds a record may be mended in the file.
    private static boolean isOfTheFile(String code) {
        return code.equals(Mapped.Refused.CANNOT_MAP)
                || ValidationRule.NAME.matcher(code).matches();
    }

    private boolean isLive() throws SQLException {
        try (Connection connection = side(config.first().name()).reads().getConnection()) {
            boolean live = Instance.read(connection).isLive();
            connection.rollback();
            return live;
        }
    }

    @Override
    public void close() {
        onClose.run();
    }
}
