package dev.duet.demo;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// A client that writes until it is stopped: customers, their orders and lines, all with keys of
/// its own. One thread of its own.
final class Burst implements AutoCloseable {
    static final BigDecimal ADDITION = new BigDecimal("1.25");

    private static final int ORDER_LINES = 3;

    /// A pause after each transaction, so that neither database has the machine to itself.
    private static final Duration PACE = Duration.ofMillis(3);

    private final Db db;
    private final String side;
    private final long firstOrder;
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicInteger additions = new AtomicInteger();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile String failure = "";

    /// The SQL that differs between the two companies.
    private record Names(
            String customer, String order, String line, String credit, String id, String now) {
        static final Names CRM =
                new Names(
                        "customer (customer_id, full_name, vip, credit, tags, profile, changed_at)",
                        "sales_order",
                        "order_line",
                        "credit",
                        "customer_id",
                        "clock_timestamp()");
        static final Names ERP =
                new Names(
                        "client (client_id, client_name, is_vip, credit_line, labels, attributes,"
                                + " modified)",
                        "orders",
                        "order_item",
                        "credit_line",
                        "client_id",
                        "UTC_TIMESTAMP(6)");

        String table() {
            return customer.substring(0, customer.indexOf(' '));
        }
    }

    /// @param firstOrder the first of its order numbers, all of its own
    Burst(Db db, String side, long firstOrder) {
        this.db = db;
        this.side = side;
        this.firstOrder = firstOrder;
        this.thread = Thread.ofPlatform().name("burst-" + side).unstarted(this::write);
    }

    void start() {
        thread.start();
    }

    /// How many transactions the database has confirmed.
    int committed() {
        return committed.get();
    }

    /// How many of them added [#ADDITION] to a customer's credit.
    int additions() {
        return additions.get();
    }

    /// Ends it after the transaction that is under way.
    ///
    /// @return what went wrong; empty when nothing did
    String stop() throws InterruptedException {
        stopped = true;
        thread.join();
        return failure;
    }

    private void write() {
        Names names = side.equals(Companies.CRM) ? Names.CRM : Names.ERP;
        try {
            for (int i = 0; !stopped; i++) {
                Thread.sleep(PACE);
                String customer = new UUID(side.hashCode(), i / 10).toString();
                if (i % 10 == 0) {
                    db.run(insertCustomer(names, customer, i));
                } else if (i % 3 == 0) {
                    db.together(order(names, customer, firstOrder + i));
                } else {
                    db.run(
                            "UPDATE %s SET %s = %s + %s WHERE %s = '%s'"
                                    .formatted(
                                            names.table(),
                                            names.credit(),
                                            names.credit(),
                                            ADDITION,
                                            names.id(),
                                            customer));
                    additions.incrementAndGet();
                }
                committed.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            failure = side + ": " + e.getMessage();
        }
    }

    private static String insertCustomer(Names names, String customer, int i) {
        return "INSERT INTO %s VALUES ('%s', 'Client %d', %s, 0, NULL, '{\"n\": %d}', %s)"
                .formatted(names.customer(), customer, i, i % 20 == 0, i, names.now());
    }

    private static String[] order(Names names, String customer, long number) {
        var statements = new String[1 + ORDER_LINES];
        statements[0] =
                "INSERT INTO %s VALUES (%d, '%s', %s, 'new', 30)"
                        .formatted(names.order(), number, customer, names.now());
        for (int line = 1; line <= ORDER_LINES; line++) {
            statements[line] =
                    "INSERT INTO %s VALUES (%d, %d, 'TEA-1', %d)"
                            .formatted(names.line(), number, line, line);
        }
        return statements;
    }

    @Override
    public void close() throws SQLException {
        db.close();
    }
}
