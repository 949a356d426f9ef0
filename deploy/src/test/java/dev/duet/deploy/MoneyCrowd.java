package dev.duet.deploy;

import dev.duet.deploy.support.Await;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Who moves money on both sides, and who looks on. Each works on a thread and a connection of its
/// own, until they are told to rest.
final class MoneyCrowd implements AutoCloseable {
    /// Accounts without money, whose counters both sides raise with every transfer.
    static final int COUNTERS = 3;

    private static final int PAYERS = 2;
    private static final int PAUSE_MILLIS_MAX = 20;
    private static final long MONEY = 2L * MoneyScenarioIT.ACCOUNTS * MoneyScenarioIT.EACH;

    private final CountDownLatch rest = new CountDownLatch(1);
    private final AtomicLong moved = new AtomicLong();
    private final AtomicInteger transfers = new AtomicInteger();
    private final AtomicInteger snapshots = new AtomicInteger();
    private final Set<String> wrong = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();

    MoneyCrowd(Workbench workbench, long seed) throws SQLException {
        for (Shop shop : Shop.values()) {
            for (int i = 0; i < PAYERS; i++) {
                Random random = new Random(seed * 31 + shop.ordinal() * 7L + i);
                start("payer-" + shop + i, connect(workbench, shop), on -> pay(on, shop, random));
            }
            Connection reader = connect(workbench, shop);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            start("reader-" + shop, reader, on -> look(on, shop));
        }
    }

    static long account(Shop shop, int number) {
        return 1000L * (1 + shop.ordinal()) + number;
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private Connection connect(Workbench workbench, Shop shop) throws SQLException {
        Connection connection = workbench.server(shop).connect(shop.system());
        connections.add(connection);
        connection.setAutoCommit(false);
        return connection;
    }

    private void start(String name, Connection connection, Work work) {
        threads.add(Thread.ofPlatform().name(name).start(() -> repeat(connection, work)));
    }

    private void repeat(Connection connection, Work work) {
        Random pauses = new Random();
        try {
            while (!rest.await(pauses.nextInt(PAUSE_MILLIS_MAX), TimeUnit.MILLISECONDS)) {
                try {
                    work.on(connection);
                } catch (SQLException e) {
                    connection.rollback();
                    if (!String.valueOf(e.getSQLState()).startsWith("40")) {
                        throw e;
                    }
                }
            }
        } catch (InterruptedException | SQLException | RuntimeException e) {
            wrong.add(Thread.currentThread().getName() + " failed: " + e);
        }
    }

    private void pay(Connection connection, Shop shop, Random random) throws SQLException {
        int amount = 1 + random.nextInt(50);
        int from = random.nextInt(MoneyScenarioIT.ACCOUNTS);
        int to =
                (from + 1 + random.nextInt(MoneyScenarioIT.ACCOUNTS - 1))
                        % MoneyScenarioIT.ACCOUNTS;
        move(connection, account(shop, from), -amount);
        move(connection, account(shop, to), amount);
        Sql.update(
                connection,
                "UPDATE account SET moved = moved + ? WHERE id = ?",
                amount,
                random.nextInt(COUNTERS));
        connection.commit();
        moved.addAndGet(amount);
        transfers.incrementAndGet();
    }

    private static void move(Connection connection, long account, int amount) throws SQLException {
        Sql.update(
                connection,
                "UPDATE account SET balance = balance + ? WHERE id = ?",
                amount,
                account);
    }

    /// In two statements: what lies between them must not be seen.
    private void look(Connection connection, Shop shop) throws SQLException {
        long money = 0;
        for (int half = 0; half < 2; half++) {
            money +=
                    Long.parseLong(
                            Sql.one(
                                    connection,
                                    "SELECT sum(balance) FROM account WHERE MOD(id, 2) = " + half));
        }
        connection.commit();
        snapshots.incrementAndGet();
        if (money != MONEY) {
            wrong.add(shop + " had " + money + " instead of " + MONEY);
        }
    }

    /// Waits until so many transfers more were made.
    void awaitTransfers(int more) {
        int wanted = transfers.get() + more;
        Await.until("money moves", Workbench.LIMIT, () -> transfers.get() >= wanted);
    }

    void rest() {
        rest.countDown();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// How much was added to the counters.
    long moved() {
        return moved.get();
    }

    int snapshots() {
        return snapshots.get();
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    @Override
    public String toString() {
        return "transfers=" + transfers + " snapshots=" + snapshots + " moved=" + moved;
    }

    @Override
    public void close() throws SQLException {
        rest();
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
