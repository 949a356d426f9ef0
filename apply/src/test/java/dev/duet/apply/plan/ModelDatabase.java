package dev.duet.apply.plan;

import dev.duet.schemas.Change;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.types.Kind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// Three tables with immediate constraints, as a database checks them: a unique code, a foreign
/// key, and a foreign key to the same table. One thread.
final class ModelDatabase {
    static final Shape ORDERS = shape("order", "id", "code", "state");
    static final Shape LINES = shape("line", "id", "order_id", "item");
    static final Shape STAFF = shape("staff", "id", "boss_id", "name");

    static final Relations RELATIONS = new Relations(tables());

    private final Map<Shape, Map<Long, Row>> rows = new LinkedHashMap<>();

    /// A constraint does not hold.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    ModelDatabase() {
        for (Shape shape : List.of(ORDERS, LINES, STAFF)) {
            rows.put(shape, new TreeMap<>());
        }
    }

    Map<Shape, Map<Long, Row>> rows() {
        return rows;
    }

    /// Random changes that were accepted one after the other.
    List<Change> randomChanges(Random random, int count) {
        List<Change> accepted = new ArrayList<>();
        while (accepted.size() < count) {
            randomChange(random).filter(this::accepts).ifPresent(accepted::add);
        }
        return accepted;
    }

    private boolean accepts(Change change) {
        try {
            apply(change);
            return true;
        } catch (Refused e) {
            return false;
        }
    }

    private Optional<Change> randomChange(Random random) {
        Shape shape = List.of(ORDERS, LINES, STAFF).get(random.nextInt(3));
        long id = 1L + random.nextInt(5);
        Row now = rows.get(shape).get(id);
        Row fresh = random(random, shape, id);
        if (now == null) {
            return Optional.of(new Change.Insert(shape, fresh));
        }
        return Optional.of(
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> new Change.Delete(shape, now);
                    case 3 -> new Change.KeyChange(shape, now, random(random, shape, 1 + (id % 5)));
                    default -> new Change.Update(shape, now, fresh);
                });
    }

    private static Row random(Random random, Shape shape, long id) {
        if (shape.equals(ORDERS)) {
            return Row.of(id, "code" + random.nextInt(6), "state" + random.nextInt(3));
        }
        long parent = 1L + random.nextInt(5);
        Object reference = shape.equals(STAFF) && random.nextInt(3) == 0 ? null : (Object) parent;
        return Row.of(id, reference, "text" + random.nextInt(3));
    }

    void apply(Change change) {
        switch (change) {
            case Change.Insert insert -> insert(insert.shape(), insert.after());
            case Change.Update update -> update(update.shape(), update.before(), update.after());
            case Change.KeyChange move -> update(move.shape(), move.before(), move.after());
            case Change.Delete delete -> delete(delete.shape(), delete.before());
            case Change.Truncate truncate -> rows.get(truncate.shape()).clear();
        }
    }

    /// Row by row within the statement, as MySQL checks.
    void apply(Run run) {
        for (Planned row : run.rows()) {
            switch (run.operation()) {
                case INSERT -> insert(run.shape(), row.requireAfter());
                case UPDATE, KEY_CHANGE ->
                        update(run.shape(), row.requireBefore(), row.requireAfter());
                case DELETE -> delete(run.shape(), row.requireBefore());
            }
        }
    }

    private void insert(Shape shape, Row row) {
        if (rows.get(shape).containsKey(id(row))) {
            throw new Refused(shape.entity() + " " + id(row) + " is there already");
        }
        check(shape, row, Set.of(id(row)));
        rows.get(shape).put(id(row), row);
    }

    private void update(Shape shape, Row before, Row after) {
        requireBefore(shape, before);
        if (id(before) != id(after)) {
            if (rows.get(shape).containsKey(id(after))) {
                throw new Refused("key taken");
            }
            requireUnreferenced(shape, id(before));
        }
        check(shape, after, Set.of(id(before)));
        rows.get(shape).remove(id(before));
        rows.get(shape).put(id(after), after);
    }

    private void delete(Shape shape, Row before) {
        requireBefore(shape, before);
        requireUnreferenced(shape, id(before));
        rows.get(shape).remove(id(before));
    }

    private void requireBefore(Shape shape, Row before) {
        if (!before.equals(rows.get(shape).get(id(before)))) {
            throw new Refused(shape.entity() + " " + id(before) + " is not what it was");
        }
    }

    private void check(Shape shape, Row row, Set<Long> itself) {
        if (shape.equals(ORDERS)) {
            rows.get(ORDERS).values().stream()
                    .filter(other -> !itself.contains(id(other)) && other.get(1).equals(row.get(1)))
                    .findAny()
                    .ifPresent(
                            other -> {
                                throw new Refused("code taken");
                            });
            return;
        }
        Shape parent = shape.equals(LINES) ? ORDERS : STAFF;
        Object reference = row.get(1);
        boolean self = parent.equals(shape) && reference != null && (long) reference == id(row);
        if (reference != null && !self && !rows.get(parent).containsKey((long) reference)) {
            throw new Refused(shape.entity() + " " + id(row) + " has no parent " + reference);
        }
    }

    private void requireUnreferenced(Shape shape, long id) {
        Shape child = shape.equals(ORDERS) ? LINES : shape.equals(STAFF) ? STAFF : null;
        if (child == null) {
            return;
        }
        rows.get(child).values().stream()
                .filter(
                        row ->
                                row.get(1) != null
                                        && (long) row.get(1) == id
                                        && !(child.equals(shape) && id(row) == id))
                .findAny()
                .ifPresent(
                        row -> {
                            throw new Refused(shape.entity() + " " + id + " is referenced");
                        });
    }

    private static long id(Row row) {
        return (long) row.get(0);
    }

    private static Shape shape(String entity, String key, String second, String third) {
        List<Column> columns =
                List.of(
                        new Column(key, "bigint", Kind.INTEGER, false),
                        new Column(second, "bigint", Kind.INTEGER, true),
                        new Column(third, "text", Kind.TEXT, true));
        return new Shape(entity, new TableName("public", entity), columns, 1);
    }

    private static Map<Shape, Table> tables() {
        Map<Shape, Table> tables = new HashMap<>();
        Table.UniqueKey code = new Table.UniqueKey("code", List.of("code"), false, false);
        tables.put(ORDERS, table(ORDERS, List.of(code), List.of()));
        tables.put(LINES, table(LINES, List.of(), List.of(foreign("order_id", ORDERS))));
        tables.put(STAFF, table(STAFF, List.of(), List.of(foreign("boss_id", STAFF))));
        return tables;
    }

    private static Table.ForeignKey foreign(String column, Shape parent) {
        return new Table.ForeignKey(
                column, List.of(column), parent.table(), List.of("id"), "NO ACTION", "NO ACTION");
    }

    private static Table table(
            Shape shape, List<Table.UniqueKey> uniques, List<Table.ForeignKey> foreign) {
        return new Table(shape.table(), List.of(), List.of("id"), uniques, foreign, List.of());
    }
}
