package dev.duet.deploy.support;

import dev.duet.deploy.support.Books.Customer;
import dev.duet.deploy.support.Books.Line;
import dev.duet.deploy.support.Books.Order;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// What a client does in one transaction: a few seeded changes, in the database and in a copy of
/// the books. One thread.
final class ClientWork {
    private static final List<String> NOTES = List.of("a", "b", "", "Zoë 🐳", "c\\'d");
    private static final int CUSTOMERS_MAX = 300;
    private static final int ORDERS_MAX = 300;

    private final Shop shop;
    private final Random random;
    private long lastKey;

    ClientWork(Shop shop, Random random) {
        this.shop = shop;
        this.random = random;
        this.lastKey = shop.firstKey();
    }

    /// Makes one to four changes.
    ///
    /// @return how many rows of mapped tables were written
    int change(Connection connection, Books books) throws SQLException {
        int rows = 0;
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            rows += one(connection, books);
        }
        return rows;
    }

    private int one(Connection connection, Books books) throws SQLException {
        if (books.customers.size() < 10) {
            return insertCustomer(connection, books);
        }
        return switch (random.nextInt(12)) {
            case 0, 1 -> insertCustomer(connection, books);
            case 2, 3, 4 -> visit(connection, books);
            case 5 -> rename(connection, books);
            case 6 -> payAll(connection, books);
            case 7, 8 -> insertOrder(connection, books);
            case 9 -> changeOrder(connection, books);
            case 10 -> moveCustomer(connection, books);
            default -> remove(connection, books);
        };
    }

    private int insertCustomer(Connection connection, Books books) throws SQLException {
        if (books.customers.size() >= CUSTOMERS_MAX) {
            return remove(connection, books);
        }
        long id = ++lastKey;
        Long referrer =
                books.customers.isEmpty() || random.nextInt(3) > 0
                        ? null
                        : pick(List.copyOf(books.customers.keySet()));
        Customer row =
                new Customer(
                        "name " + id,
                        BigDecimal.valueOf(random.nextInt(100_000), 2),
                        0,
                        note(),
                        referrer);
        write(
                connection,
                "INSERT INTO {customer} VALUES (?, ?, ?, ?, ?, ?)",
                id,
                row.name(),
                row.balance(),
                row.visits(),
                row.note(),
                row.referredBy());
        books.customers.put(id, row);
        return 1;
    }

    private int visit(Connection connection, Books books) throws SQLException {
        int visits = 1 + random.nextInt(3);
        for (int i = 0; i < visits; i++) {
            // The first few are hot.
            List<Long> ids = List.copyOf(books.customers.keySet());
            long id = ids.get(random.nextInt(Math.min(5, ids.size())));
            write(
                    connection,
                    "UPDATE {customer} SET visits = visits + 1 WHERE {customer.id} = ?",
                    id);
            books.customers.computeIfPresent(id, (key, row) -> row.visited());
        }
        return visits;
    }

    /// Every third changes nothing: the same value is written again.
    private int rename(Connection connection, Books books) throws SQLException {
        long id = pick(List.copyOf(books.customers.keySet()));
        Customer row = books.customers.get(id);
        String name = random.nextInt(3) == 0 ? row.name() : "name " + random.nextInt(1000);
        String note = note();
        write(
                connection,
                "UPDATE {customer} SET {customer.name} = ?, note = ? WHERE {customer.id} = ?",
                name,
                note,
                id);
        books.customers.put(id, row.withName(name).withNote(note));
        return 1;
    }

    /// One statement, many rows.
    private int payAll(Connection connection, Books books) throws SQLException {
        int rest = random.nextInt(7);
        int rows =
                write(
                        connection,
                        "UPDATE {customer} SET balance = balance + 0.25 WHERE MOD({customer.id}, 7)"
                                + " = ? AND {customer.id} BETWEEN ? AND ?",
                        rest,
                        shop.firstKey(),
                        shop.firstKey() + 500_000_000L);
        books.customers.replaceAll(
                (id, row) ->
                        id % 7 == rest
                                ? row.withBalance(row.balance().add(new BigDecimal("0.25")))
                                : row);
        return rows;
    }

    private int insertOrder(Connection connection, Books books) throws SQLException {
        if (books.orders.size() >= ORDERS_MAX) {
            return remove(connection, books);
        }
        long id = ++lastKey;
        long customer = pick(List.copyOf(books.customers.keySet()));
        write(connection, "INSERT INTO {order} VALUES (?, ?, ?)", id, customer, "open");
        TreeMap<Integer, Line> lines = new TreeMap<>();
        int count = 1 + random.nextInt(4);
        for (int number = 1; number <= count; number++) {
            Line line = new Line("item " + random.nextInt(20), 1 + random.nextInt(9));
            write(
                    connection,
                    "INSERT INTO {line} VALUES (?, ?, ?, ?)",
                    id,
                    number,
                    line.item(),
                    line.quantity());
            lines.put(number, line);
        }
        books.orders.put(id, new Order(customer, "open", lines));
        return 1 + count;
    }

    private int changeOrder(Connection connection, Books books) throws SQLException {
        if (books.orders.isEmpty()) {
            return insertOrder(connection, books);
        }
        long id = pick(List.copyOf(books.orders.keySet()));
        int number = books.orders.get(id).lines().lastKey();
        Line line = new Line("item " + random.nextInt(20), 1 + random.nextInt(9));
        write(connection, "UPDATE {order} SET state = 'paid' WHERE {order.id} = ?", id);
        write(
                connection,
                "UPDATE {line} SET item = ?, quantity = ? WHERE {order.id} = ? AND line_no = ?",
                line.item(),
                line.quantity(),
                id,
                number);
        books.orders.put(id, books.orders.get(id).withState("paid").with(number, line));
        return 2;
    }

    private int moveCustomer(Connection connection, Books books) throws SQLException {
        List<Long> free = books.unreferenced();
        if (free.isEmpty()) {
            return insertCustomer(connection, books);
        }
        long id = pick(free);
        long moved = ++lastKey;
        write(
                connection,
                "UPDATE {customer} SET {customer.id} = ? WHERE {customer.id} = ?",
                moved,
                id);
        books.customers.put(moved, books.customers.remove(id));
        return 1;
    }

    /// An order with its lines, or a customer; every other customer comes back under its key.
    private int remove(Connection connection, Books books) throws SQLException {
        if (!books.orders.isEmpty() && random.nextBoolean()) {
            long id = pick(List.copyOf(books.orders.keySet()));
            int rows = write(connection, "DELETE FROM {line} WHERE {order.id} = ?", id);
            rows += write(connection, "DELETE FROM {order} WHERE {order.id} = ?", id);
            books.orders.remove(id);
            return rows;
        }
        List<Long> free = books.unreferenced();
        if (free.isEmpty()) {
            return visit(connection, books);
        }
        long id = pick(free);
        write(connection, "DELETE FROM {customer} WHERE {customer.id} = ?", id);
        books.customers.remove(id);
        if (random.nextBoolean()) {
            return 1;
        }
        Customer again = new Customer("again " + id, new BigDecimal("1.00"), 0, null, null);
        write(
                connection,
                "INSERT INTO {customer} VALUES (?, ?, ?, 0, NULL, NULL)",
                id,
                again.name(),
                again.balance());
        books.customers.put(id, again);
        return 2;
    }

    private String note() {
        return random.nextInt(4) == 0 ? null : NOTES.get(random.nextInt(NOTES.size()));
    }

    private long pick(List<Long> ids) {
        return ids.get(random.nextInt(ids.size()));
    }

    private int write(Connection connection, String sql, Object... parameters) throws SQLException {
        return Sql.update(connection, shop.sql(sql), parameters);
    }
}
