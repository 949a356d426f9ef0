package dev.duet.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What JDBC alone can write: the same rows as the backlog's, in transactions as large as Duet's,
/// into a table that Duet does not know.
final class RawWrites {
    private static final List<String> POSTGRES_ARRAYS =
            List.of("int4", "int4", "int8", "text", "text", "numeric", "bool", "timestamp");

    private final Testbed testbed;

    RawWrites(Testbed testbed) {
        this.testbed = testbed;
    }

    /// @param batch rows in a transaction
    /// @param marker whether each transaction writes a marker row first
    Progress write(
            String system,
            Variant variant,
            int firstId,
            int rows,
            int batch,
            int version,
            boolean marker)
            throws SQLException {
        ItemTable table = Testbed.table(system).unmapped();
        boolean inserts = variant != Variant.UPDATES_BY_100;
        try (Connection connection = testbed.open(system)) {
            connection.setAutoCommit(false);
            var progress = new Progress();
            for (int done = 0; done < rows; done += batch) {
                int from = firstId + done;
                List<Item> items =
                        IntStream.range(from, from + Math.min(batch, rows - done))
                                .mapToObj(id -> Item.of(id, version))
                                .toList();
                if (marker) {
                    RawMarker.advance(connection);
                }
                switch (table.kind()) {
                    case POSTGRES -> postgres(connection, table, items, inserts);
                    case MYSQL -> mysql(connection, table, items, inserts);
                }
                connection.commit();
                progress.reached(done + items.size());
            }
            return progress;
        }
    }

    /// Empties the table.
    void clear(String system) throws SQLException {
        ItemTable table = Testbed.table(system).unmapped();
        try (Connection connection = testbed.open(system);
                PreparedStatement statement =
                        connection.prepareStatement("TRUNCATE TABLE " + table.name())) {
            statement.execute();
        }
    }

    /// Multi-row statements: Connector/J rewrites a batch of inserts to one, and sends a batch of
    /// updates as one text.
    private static void mysql(
            Connection connection, ItemTable table, List<Item> items, boolean inserts)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(inserts ? table.insert() : table.update())) {
            for (Item item : items) {
                if (inserts) {
                    item.bind(statement);
                } else {
                    item.bindUpdate(statement);
                }
            }
            statement.executeBatch();
        }
    }

    private static void postgres(
            Connection connection, ItemTable table, List<Item> items, boolean inserts)
            throws SQLException {
        List<Function<Item, Object>> values =
                List.of(
                        Item::id,
                        Item::quantity,
                        Item::total,
                        Item::code,
                        item -> String.valueOf(item.name()),
                        item -> String.valueOf(item.price()),
                        Item::active,
                        item -> String.valueOf(item.changedAt()));
        String sql = inserts ? unnestInsert(table) : unnestUpdate(table);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                Object[] column = items.stream().map(values.get(i)).toArray();
                statement.setArray(i + 1, connection.createArrayOf(POSTGRES_ARRAYS.get(i), column));
            }
            statement.executeUpdate();
        }
    }

    private static String unnestInsert(ItemTable table) {
        return "INSERT INTO " + table.name() + " SELECT * FROM " + unnest();
    }

    private static String unnestUpdate(ItemTable table) {
        String set =
                IntStream.range(1, table.columns().size())
                        .mapToObj(i -> table.columns().get(i) + " = v.c" + i)
                        .collect(Collectors.joining(", "));
        return "UPDATE %s t SET %s FROM %s WHERE t.%s = v.c0"
                .formatted(table.name(), set, unnest(), table.columns().getFirst());
    }

    private static String unnest() {
        String arrays =
                POSTGRES_ARRAYS.stream()
                        .map(type -> "?::" + type + "[]")
                        .collect(Collectors.joining(", "));
        String names =
                IntStream.range(0, POSTGRES_ARRAYS.size())
                        .mapToObj(i -> "c" + i)
                        .collect(Collectors.joining(", "));
        return "unnest(" + arrays + ") AS v(" + names + ")";
    }
}
