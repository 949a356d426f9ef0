package dev.duet.deploy.init;

import dev.duet.apply.KeyRange;
import dev.duet.apply.TableReader;
import dev.duet.apply.TargetTerms;
import dev.duet.apply.store.IdentityStore;
import dev.duet.apply.store.IdentityStore.Pair;
import dev.duet.deploy.init.InitReport.Line;
import dev.duet.deploy.init.InitReport.State;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.Side;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Pairs the rows that both sides had before Duet came, by what people know a record by
/// (`pair-by`): from then on they are one record, made by the system listed first. One thread.
///
/// What has a counterpart already keeps it. A value that several rows of a side have says nothing,
/// nor does a missing one: those rows are left alone, and counted.
final class Pairing {
    private static final int ROWS = 5_000;
    private static final String IS_AT_WORK =
            "SELECT count(*) FROM duet.lease WHERE holder <> '' AND expires_at >"
                    + " CURRENT_TIMESTAMP(6)";

    private final Blueprint blueprint;
    private final Side first;
    private final Side second;
    private final InitReport report;
    private final IdentityStore store = new IdentityStore();

    /// A row by its own key.
    private record Known(List<@Nullable Object> by, long key) {}

    @FunctionalInterface
    private interface Rows {
        void take(Known row) throws SQLException;
    }

    Pairing(Blueprint blueprint, Side first, Side second, InitReport report) {
        this.blueprint = blueprint;
        this.first = first;
        this.second = second;
        this.report = report;
    }

    static boolean isAsked(DuetConfig config) {
        return config.entities().stream().anyMatch(entity -> !pairBy(entity).isEmpty());
    }

    private static List<String> pairBy(EntityConfig entity) {
        return entity.key().getFirst().form().conversion().orElse(null)
                        instanceof Conversion.Crosswalk keys
                ? keys.pairBy()
                : List.of();
    }

    /// In the order of the file: what is paired by a reference needs that one's pairs.
    void run(DuetConfig config) throws SQLException {
        if (isAtWork()) {
            report.line(
                    new Line(
                            second.name(),
                            State.EXISTS,
                            "pairs, which are not looked at while 'duet run' is at work: stop it"
                                    + " and run init again where rows are to be paired"));
            return;
        }
        for (EntityConfig entity : config.entities()) {
            if (!pairBy(entity).isEmpty()) {
                pair(entity);
            }
        }
    }

    private boolean isAtWork() throws SQLException {
        try (Connection connection = second.reads().getConnection();
                PreparedStatement asked = connection.prepareStatement(IS_AT_WORK);
                ResultSet answer = asked.executeQuery()) {
            answer.next();
            boolean isAtWork = answer.getInt(1) > 0;
            connection.rollback();
            return isAtWork;
        }
    }

    private void pair(EntityConfig entity) throws SQLException {
        Map<List<@Nullable Object>, Long> candidates = new HashMap<>();
        Set<List<@Nullable Object>> twice = new HashSet<>();
        read(
                first,
                entity,
                row -> {
                    if (candidates.put(row.by, row.key) != null) {
                        twice.add(row.by);
                    }
                });
        Map<List<@Nullable Object>, Long> found = new HashMap<>();
        read(
                second,
                entity,
                row -> {
                    if (candidates.containsKey(row.by) && found.put(row.by, row.key) != null) {
                        twice.add(row.by);
                    }
                });
        found.keySet().removeAll(twice);
        List<Pair> pairs = new ArrayList<>();
        for (Map.Entry<List<@Nullable Object>, Long> row : found.entrySet()) {
            Long peer = Objects.requireNonNull(candidates.get(row.getKey()));
            pairs.add(new Pair(entity.name(), peer, row.getValue()));
        }
        try (Connection connection = second.pool().getConnection()) {
            for (int i = 0; i < pairs.size(); i += ROWS) {
                store.insert(connection, pairs.subList(i, Math.min(pairs.size(), i + ROWS)));
            }
            connection.commit();
        }
        second.pairs().forget();
        report.line(
                new Line(
                        second.name(),
                        pairs.isEmpty() ? State.EXISTS : State.CREATED,
                        "%d new pairs of %s by %s%s"
                                .formatted(
                                        pairs.size(),
                                        entity.name(),
                                        String.join(", ", pairBy(entity)),
                                        twice.isEmpty()
                                                ? ""
                                                : "; %d values stand in several rows, which are not paired"
                                                        .formatted(twice.size()))));
    }

    /// The rows without a counterpart of which the fields to pair by have values.
    private void read(Side side, EntityConfig entity, Rows rows) throws SQLException {
        TargetTerms terms = blueprint.termsOf(side.name());
        Shape shape = terms.shape(entity.name());
        List<Integer> by = places(entity);
        TableReader reader = side.target().tableReader();
        KeyRange rest = KeyRange.ALL;
        boolean isLast = false;
        while (!isLast) {
            List<Row> some;
            try (Connection connection = side.reads().getConnection()) {
                some = reader.chunk(connection, shape, rest, ROWS);
                connection.rollback();
            }
            for (Row row : some) {
                Known known = known(side, terms, shape, by, row);
                if (known != null) {
                    rows.take(known);
                }
            }
            isLast = some.size() < ROWS;
            rest = isLast ? rest : rest.behind(some.getLast());
        }
    }

    private static List<Integer> places(EntityConfig entity) {
        List<String> names = entity.allFields().stream().map(FieldConfig::name).toList();
        return pairBy(entity).stream().map(names::indexOf).toList();
    }

    /// Null for what is not to be paired.
    private @Nullable Known known(
            Side side, TargetTerms terms, Shape shape, List<Integer> by, Row row) {
        try {
            Row record = terms.recordOfTarget(shape.entity(), row);
            if (record == null || by.stream().anyMatch(i -> record.get(i) == null)) {
                return null;
            }
            long key = ((Number) Objects.requireNonNull(row.get(0))).longValue();
            boolean isPaired =
                    side.pairs().peer(shape.entity(), key).isPresent()
                            || other(side).pairs().own(shape.entity(), key).isPresent();
            List<@Nullable Object> values = new ArrayList<>();
            by.forEach(i -> values.add(record.get(i)));
            return isPaired ? null : new Known(values, key);
        } catch (CannotConvert _) {
            return null;
        }
    }

    private Side other(Side side) {
        return side.equals(first) ? second : first;
    }
}
