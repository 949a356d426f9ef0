package dev.duet.deploy.storm;

import dev.duet.deploy.support.Await;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Changes a few hot records and some cold ones in seeded transactions, until it is closed. A
/// thread of its own; keeps no books, for the log does.
final class StormClient implements AutoCloseable {
    private static final List<String> TABLES = List.copyOf(Storm.PRESENCE.keySet());
    private static final List<String> WORDS =
            List.of("own_crm", "own_erp", "late", "pref", "plain", "graded");
    private static final int HOT_KEYS = 3;
    private static final int KEYS = 40;

    private final Shop shop;
    private final String name;
    private final Random random;
    private final long pauseMillis;
    private final Workbench workbench;
    private final CountDownLatch rest = new CountDownLatch(1);
    private final AtomicInteger committed = new AtomicInteger();
    private final Thread thread;
    private volatile Throwable failure;
    private Connection connection;
    private int words;

    StormClient(Workbench workbench, Shop shop, int number, long seed, long pauseMillis)
            throws SQLException {
        this.shop = shop;
        this.name = shop.system() + number + "-";
        this.random = new Random(seed * 31 + shop.ordinal() * 7L + number);
        this.pauseMillis = pauseMillis;
        this.workbench = workbench;
        this.connection = connect();
        this.thread = Thread.ofPlatform().name("storm-" + name).start(this::run);
    }

    private Connection connect() throws SQLException {
        Connection fresh = workbench.server(shop).connect(shop.system());
        fresh.setAutoCommit(false);
        if (shop == Shop.ERP) {
            Sql.execute(fresh, "SET SESSION innodb_lock_wait_timeout = 3");
        }
        return fresh;
    }

    private void run() {
        try {
            while (!rest.await(random.nextLong(2 * pauseMillis), TimeUnit.MILLISECONDS)) {
                transaction();
            }
        } catch (InterruptedException | SQLException | RuntimeException e) {
            failure = e;
        }
    }

    private void transaction() throws SQLException {
        try {
            if (connection.isClosed()) {
                connection = connect();
            }
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                change(TABLES.get(random.nextInt(TABLES.size())), key());
            }
            connection.commit();
            committed.incrementAndGet();
        } catch (SQLException e) {
            if (isOurs(e)) {
                throw e;
            }
            if (!isBadLuck(e) || !isRolledBack()) {
                connection.close(); // what became of a commit, the log says
            }
        }
    }

    /// A statement that no fault explains.
    private static boolean isOurs(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("22") || state.startsWith("42");
    }

    /// The key is taken, a deadlock, or a lock not had in time: the connection goes on. After
    /// anything else it does not, for the server was killed or is not up again.
    private static boolean isBadLuck(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("23") || state.startsWith("40") || failure.getErrorCode() == 1205;
    }

    private boolean isRolledBack() {
        try {
            connection.rollback();
            return true;
        } catch (SQLException _) {
            return false;
        }
    }

    private long key() {
        return random.nextInt(3) > 0
                ? 1 + random.nextInt(HOT_KEYS)
                : HOT_KEYS + 1 + random.nextInt(KEYS);
    }

    private void change(String table, long key) throws SQLException {
        switch (random.nextInt(16)) {
            case 0, 1 -> delete(table, key);
            case 2 -> {
                delete(table, key);
                insert(table, key);
            }
            case 3 ->
                    Sql.update(
                            connection, "UPDATE " + table + " SET id = ? WHERE id = ?", key(), key);
            case 4, 5 -> insert(table, key);
            default -> {
                if (update(table, key) == 0 && random.nextBoolean()) {
                    insert(table, key);
                }
            }
        }
    }

    private void delete(String table, long key) throws SQLException {
        Sql.update(connection, "DELETE FROM " + table + " WHERE id = ?", key);
    }

    private void insert(String table, long key) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO " + table + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key,
                word(),
                word(),
                word(),
                word(),
                word(),
                word(),
                random.nextInt(1000),
                random.nextInt(1000),
                random.nextInt(10));
    }

    private int update(String table, long key) throws SQLException {
        List<String> sets = new ArrayList<>();
        for (String field : WORDS) {
            if (random.nextInt(3) == 0) {
                sets.add(field + " = " + (random.nextInt(8) == 0 ? "NULL" : "'" + word() + "'"));
            }
        }
        if (random.nextInt(3) == 0) {
            sets.add("high = " + random.nextInt(1000));
        }
        if (random.nextInt(3) == 0) {
            sets.add("low = " + random.nextInt(1000));
        }
        if (random.nextInt(2) == 0 || sets.isEmpty()) {
            sets.add("total = total + " + (random.nextInt(20) - 5));
        }
        return Sql.update(
                connection,
                "UPDATE " + table + " SET " + String.join(", ", sets) + " WHERE id = ?",
                key);
    }

    /// Never the same twice, so that a value says who wrote it.
    private String word() {
        return name + ++words;
    }

    int committed() {
        return committed.get();
    }

    /// Waits until it has committed so many transactions more.
    void awaitMore(int transactions) {
        int wanted = committed() + transactions;
        Await.until(
                name + " commits", Workbench.LIMIT, () -> failure != null || committed() >= wanted);
    }

    void rest() {
        rest.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new AssertionError(
                    "the client " + name + " of " + shop + " failed: " + failure, failure);
        }
    }

    @Override
    public void close() throws SQLException {
        rest.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
