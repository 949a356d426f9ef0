package dev.duet.bench;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Proves that both sides are the same, row for row, after a mixed workload on both: what is not
/// right need not be timed.
final class Gate {
    private static final int TRANSACTIONS = 150;
    private static final int MOST_CHANGES = 40;

    private final Testbed testbed;
    private final Ids ids;
    private final Rows rows;

    /// One side's writer and the records it has.
    private static final class Writer {
        final String system;
        final Random random;
        final List<Integer> records = new ArrayList<>();
        int changes;

        Writer(String system, long seed) {
            this.system = system;
            this.random = new Random(seed);
        }
    }

    Gate(Testbed testbed, Ids ids) {
        this.testbed = testbed;
        this.ids = ids;
        this.rows = new Rows(testbed);
    }

    /// @return in words, what was proved
    String pass() throws SQLException, InterruptedException {
        var postgres = new Writer(Testbed.POSTGRES, 18);
        var mysql = new Writer(Testbed.MYSQL, 97);
        int first = ids.peek();
        work(postgres);
        work(mysql);
        long equal;
        try (var duet = new DuetRun(testbed)) {
            duet.awaitReading();
            work(mysql);
            work(postgres);
            rows.sendThrough(Way.TO_MYSQL, ids.take(1));
            rows.sendThrough(Way.TO_POSTGRES, ids.take(1));
            duet.requireAlive();
            equal = rows.requireEqual(first);
        }
        return "%d changes in %d transactions on both sides, half of them while Duet was stopped: %d rows, all equal"
                .formatted(postgres.changes + mysql.changes, 4 * TRANSACTIONS, equal);
    }

    private void work(Writer writer) throws SQLException {
        ItemTable table = Testbed.table(writer.system);
        try (Connection connection = testbed.open(writer.system);
                PreparedStatement insert = connection.prepareStatement(table.insert());
                PreparedStatement update = connection.prepareStatement(table.update());
                PreparedStatement move = connection.prepareStatement(table.moveKey());
                PreparedStatement delete = connection.prepareStatement(table.delete())) {
            connection.setAutoCommit(false);
            for (int t = 0; t < TRANSACTIONS; t++) {
                int changes = 1 + writer.random.nextInt(MOST_CHANGES);
                for (int c = 0; c < changes; c++) {
                    int kind = writer.records.isEmpty() ? 0 : writer.random.nextInt(10);
                    switch (kind) {
                        case 0, 1, 2, 3 -> insert(writer, insert);
                        case 4, 5, 6, 7 -> update(writer, update);
                        case 8 -> move(writer, move);
                        default -> delete(writer, delete);
                    }
                    writer.changes++;
                }
                connection.commit();
            }
        }
    }

    private void insert(Writer writer, PreparedStatement insert) throws SQLException {
        int id = ids.take(1);
        odd(id, writer.random).bind(insert);
        insert.executeBatch();
        writer.records.add(id);
    }

    private static void update(Writer writer, PreparedStatement update) throws SQLException {
        int id = writer.records.get(writer.random.nextInt(writer.records.size()));
        odd(id, writer.random).bindUpdate(update);
        update.executeBatch();
    }

    private void move(Writer writer, PreparedStatement move) throws SQLException {
        int index = writer.random.nextInt(writer.records.size());
        int to = ids.take(1);
        move.setInt(1, to);
        move.setInt(2, writer.records.set(index, to));
        move.executeUpdate();
    }

    private static void delete(Writer writer, PreparedStatement delete) throws SQLException {
        int index = writer.random.nextInt(writer.records.size());
        delete.setInt(1, writer.records.remove(index));
        delete.executeUpdate();
    }

    /// A row with some odd values among the usual ones.
    private static Item odd(int id, Random random) {
        Item usual = Item.of(id, random.nextInt(1_000));
        return switch (random.nextInt(8)) {
            case 0 -> new Item(id, -1, Long.MIN_VALUE, "", null, null, usual.active(), null);
            case 1 ->
                    new Item(
                            id,
                            Integer.MAX_VALUE,
                            Long.MAX_VALUE,
                            "  two spaces  ",
                            "",
                            new BigDecimal("-9999999999.99"),
                            true,
                            LocalDateTime.of(1000, 1, 1, 0, 0, 0));
            case 2 ->
                    new Item(
                            id,
                            0,
                            0,
                            "a\\'\"`\n\t\u007f",
                            "\uD83D\uDD29 " + "long ".repeat(2_000),
                            new BigDecimal("0.00"),
                            false,
                            LocalDateTime.of(2038, 1, 19, 3, 14, 8, 999_999_000));
            default -> usual;
        };
    }
}
