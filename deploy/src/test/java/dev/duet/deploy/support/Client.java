package dev.duet.deploy.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One side's client: commits seeded transactions until it is told to rest, through every outage of
/// its database, and keeps books of what was committed.
///
/// A thread of its own. Whether a commit without an answer succeeded is read from the ledger.
public final class Client implements AutoCloseable {
    private static final int ROLLED_BACK_ONE_IN = 12;

    private final Shop shop;
    private final Workbench workbench;
    private final long pauseMillis;
    private final Random random;
    private final ClientWork work;
    private final CountDownLatch rest = new CountDownLatch(1);
    private final AtomicInteger committed = new AtomicInteger();
    private final Thread thread;
    private volatile Throwable failure;
    private volatile Books books = new Books();
    private Connection connection;
    private long entry;

    /// @param pauseMillis between two transactions
    public Client(Workbench workbench, Shop shop, long seed, long pauseMillis) {
        this.workbench = workbench;
        this.shop = shop;
        this.pauseMillis = pauseMillis;
        this.random = new Random(seed * 31 + shop.ordinal());
        this.work = new ClientWork(shop, random);
        this.thread = Thread.ofPlatform().name("client-" + shop).start(this::run);
    }

    private void run() {
        try {
            while (!rest.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                transaction();
            }
        } catch (InterruptedException | RuntimeException e) {
            failure = e;
        }
    }

    private void transaction() throws InterruptedException {
        Books next = books.copy();
        int rows;
        try {
            rows = write(next);
            if (random.nextInt(ROLLED_BACK_ONE_IN) == 0) {
                connection.rollback();
                return;
            }
        } catch (SQLException e) {
            lost(e); // nothing was committed
            return;
        }
        boolean done;
        try {
            connection.commit();
            done = true;
        } catch (SQLException e) {
            lost(e);
            done = settled();
        }
        if (done) {
            books = next;
            if (rows > 0) {
                committed.incrementAndGet();
            }
        }
    }

    private int write(Books next) throws SQLException {
        if (connection == null) {
            connection = connect();
        }
        Sql.update(connection, "INSERT INTO ledger VALUES (?)", ++entry);
        return work.change(connection, next);
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", workbench.server(shop).user());
        properties.setProperty("password", workbench.server(shop).password());
        // Seconds for the one driver, milliseconds for the other.
        properties.setProperty("socketTimeout", shop == Shop.CRM ? "30" : "30000");
        Connection fresh =
                java.sql.DriverManager.getConnection(
                        workbench.server(shop).jdbcUrl(shop.system()), properties);
        fresh.setAutoCommit(false);
        return fresh;
    }

    /// Whatever it was, the connection is not used again.
    private void lost(SQLException cause) {
        boolean ours =
                cause.getSQLState() == null
                        || cause.getSQLState().startsWith("22")
                        || cause.getSQLState().startsWith("23")
                        || cause.getSQLState().startsWith("42");
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        connection = null;
        if (ours) {
            throw new IllegalStateException("a client was refused: " + cause.getMessage(), cause);
        }
    }

    private boolean settled() throws InterruptedException {
        while (true) {
            try (Connection asking = connect()) {
                return !Sql.rows(asking, "SELECT 1 FROM ledger WHERE entry = " + entry).isEmpty();
            } catch (SQLException _) {
                rest.await(pauseMillis + 20, TimeUnit.MILLISECONDS);
            }
        }
    }

    /// Transactions that certainly committed and wrote mapped rows.
    public int committed() {
        return committed.get();
    }

    /// Waits until it has committed so many transactions more.
    public void awaitMore(int transactions) {
        int wanted = committed() + transactions;
        Await.until(
                "the client of " + shop + " commits",
                Workbench.LIMIT,
                () -> failure != null || committed() >= wanted);
    }

    Shop shop() {
        return shop;
    }

    /// Stops after the transaction under way.
    void rest() {
        rest.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What ended it before it was told to rest: its work is such that no database refuses it, as
    /// long as nobody but itself changes its rows.
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    Books books() {
        return books;
    }

    @Override
    public void close() {
        rest.countDown();
        try {
            thread.join();
            if (connection != null) {
                connection.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException _) {
            // The server ended it before us.
        }
    }
}
