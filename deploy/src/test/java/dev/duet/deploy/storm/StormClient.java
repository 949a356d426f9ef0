package dev.duet.deploy.storm;

import dev.duet.deploy.support.Await;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/// Changes records in seeded transactions until it is closed, whatever befalls its server. A thread
/// of its own; keeps no books, for the log does.
final class StormClient implements AutoCloseable {
    private final Shop shop;
    private final String name;
    private final Random random;
    private final Changes changes;
    private final long pauseMillis;
    private final Workbench workbench;
    private final CountDownLatch rest = new CountDownLatch(1);
    private final AtomicInteger committed = new AtomicInteger();
    private final Thread thread;
    private volatile Throwable failure;
    private Connection connection;

    /// What a client does.
    interface Changes {
        /// One change, in the open transaction.
        void make(Connection connection) throws SQLException;
    }

    StormClient(
            Workbench workbench,
            Shop shop,
            int number,
            long seed,
            long pauseMillis,
            BiFunction<String, Random, Changes> changes)
            throws SQLException {
        this.shop = shop;
        this.name = shop.system() + number + "-";
        this.random = new Random(seed * 31 + shop.ordinal() * 7L + number);
        this.changes = changes.apply(name, random);
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
                changes.make(connection);
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
