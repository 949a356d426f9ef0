package dev.duet.demo;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What happens between two databases that Duet keeps in step, chapter by chapter. One thread.
///
/// Each claim is looked at in the databases themselves; [Screen] remembers whether all held.
final class Story {
    private static final String ADA = "6b1f8a52-3f0e-4d0f-9c5e-2f3a1c0d7e11";
    private static final int EDITS = 20;
    private static final int BURST = 200;
    private static final long CRM_ORDERS = 100_000;
    private static final long ERP_ORDERS = 500_000;
    private static final Duration QUIET = Duration.ofSeconds(6);
    private static final Duration CATCH_UP = Duration.ofSeconds(60);

    private final Screen screen;
    private final Companies companies;
    private final DuetProgram duet;
    private final Db crm;
    private final Db erp;

    Story(Screen screen, Companies companies, DuetProgram duet, Db crm, Db erp) {
        this.screen = screen;
        this.companies = companies;
        this.duet = duet;
        this.crm = crm;
        this.erp = erp;
    }

    void tell() throws SQLException, InterruptedException {
        fromCrmToErp();
        fromErpToCrm();
        wholeTransaction();
        killedInABurst();
        quiet();
        compared();
    }

    private void fromCrmToErp() throws SQLException {
        screen.chapter("An edit in the CRM arrives in the ERP");
        edit(
                crm,
                "INSERT INTO customer VALUES ('%s', 'Ada Lovelace', true, 1250.50, '{poet,numbers}', '{\"lang\": \"en\"}', now())"
                        .formatted(ADA));
        arrives(
                erp,
                "SELECT CONCAT(client_name, ', vip ', is_vip, ', ', credit_line, ', ', labels) FROM client WHERE client_id = '%s'"
                        .formatted(ADA),
                "Ada Lovelace, vip 1, 1250.50, [\"poet\", \"numbers\"]");
        edit(
                crm,
                "UPDATE customer SET full_name = 'Ada King' WHERE customer_id = '%s'"
                        .formatted(ADA));
        arrives(
                erp,
                "SELECT client_name FROM client WHERE client_id = '%s'".formatted(ADA),
                "Ada King");
        median(crm, "customer", "credit", "customer_id", erp, "client", "credit_line", "client_id");
    }

    private void fromErpToCrm() throws SQLException {
        screen.chapter("An edit in the ERP arrives in the CRM");
        edit(erp, "INSERT INTO item VALUES ('TEA-1', 'Green tea, 100 g', 4.90, 1)");
        arrives(
                crm,
                "SELECT title || ' ' || price FROM product WHERE sku = 'TEA-1'",
                "Green tea, 100 g 4.90");
        edit(erp, "UPDATE client SET is_vip = 0 WHERE client_id = '%s'".formatted(ADA));
        arrives(
                crm,
                "SELECT vip::text FROM customer WHERE customer_id = '%s'".formatted(ADA),
                "false");
        median(erp, "client", "credit_line", "client_id", crm, "customer", "credit", "customer_id");
    }

    private void edit(Db db, String sql) throws SQLException {
        screen.sql(db.name(), sql);
        db.run(sql);
    }

    private void arrives(Db db, String sql, String expected) throws SQLException {
        Optional<Duration> after = db.await(sql, expected);
        screen.claim(
                after.isPresent(),
                "%s has %s%s"
                        .formatted(
                                db.name(),
                                screen.strong(expected),
                                after.map(it -> ", " + Screen.time(it) + " after the commit")
                                        .orElse(
                                                ": it did not arrive, there is "
                                                        + oneOf(db, sql))));
    }

    private static String oneOf(Db db, String sql) {
        try {
            return "'" + db.one(sql) + "'";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// Many edits, one at a time.
    private void median(
            Db from,
            String table,
            String column,
            String key,
            Db into,
            String theirTable,
            String theirColumn,
            String theirKey)
            throws SQLException {
        List<Duration> times = new ArrayList<>();
        for (int i = 1; i <= EDITS; i++) {
            from.run(
                    "UPDATE %s SET %s = %d.25 WHERE %s = '%s'"
                            .formatted(table, column, i, key, ADA));
            into.await(
                            "SELECT %s FROM %s WHERE %s = '%s'"
                                    .formatted(theirColumn, theirTable, theirKey, ADA),
                            i + ".25")
                    .ifPresent(times::add);
        }
        times.sort(Duration::compareTo);
        screen.claim(
                times.size() == EDITS,
                times.size() == EDITS
                        ? EDITS
                                + " more, one after the other: half arrived within "
                                + screen.strong(Screen.time(times.get(EDITS / 2)))
                                + ", all within "
                                + Screen.time(times.getLast())
                        : "of " + EDITS + " more only " + times.size() + " arrived");
    }

    private void wholeTransaction() throws SQLException, InterruptedException {
        screen.chapter("A transaction over two tables arrives whole");
        String look =
                "SELECT CONCAT((SELECT count(*) FROM orders WHERE order_id = 7), ' order and ',"
                        + " (SELECT count(*) FROM order_item WHERE order_id = 7), ' lines')";
        var seen = new ArrayList<String>();
        try (Db looker = companies.erp()) {
            Thread looking =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            while (!seen.contains("1 order and 3 lines")
                                                    && !Thread.currentThread().isInterrupted()) {
                                                String now = looker.one(look);
                                                if (seen.isEmpty() || !seen.getLast().equals(now)) {
                                                    seen.add(now);
                                                }
                                            }
                                        } catch (SQLException e) {
                                            seen.add(String.valueOf(e.getMessage()));
                                        }
                                    });
            screen.sql("crm", "BEGIN; an order and, one by one, three lines; COMMIT");
            crm.together(
                    "INSERT INTO sales_order VALUES (7, '%s', now(), 'new', 14.70)".formatted(ADA),
                    "INSERT INTO order_line VALUES (7, 1, 'TEA-1', 1)",
                    "SELECT pg_sleep(0.2)",
                    "INSERT INTO order_line VALUES (7, 2, 'TEA-1', 1)",
                    "INSERT INTO order_line VALUES (7, 3, 'TEA-1', 1)");
            if (!looking.join(CATCH_UP)) {
                looking.interrupt();
                looking.join();
            }
        }
        screen.claim(
                seen.equals(List.of("0 order and 0 lines", "1 order and 3 lines")),
                "whoever looked at the ERP all the while saw: " + String.join(", then ", seen));
    }

    private void killedInABurst() throws SQLException, InterruptedException {
        screen.chapter("Duet is killed in the middle of a burst of writes on both sides");
        int additions;
        try (Burst inCrm = new Burst(companies.crm(), Companies.CRM, CRM_ORDERS);
                Burst inErp = new Burst(companies.erp(), Companies.ERP, ERP_ORDERS)) {
            inCrm.start();
            inErp.start();
            awaitMore(BURST, inCrm, inErp);
            screen.sql("you", "kill -9 " + duet.pid());
            duet.kill();
            screen.fact(
                    "at that moment",
                    "%d transactions were committed in the CRM, %d in the ERP; both go on writing"
                            .formatted(inCrm.committed(), inErp.committed()));
            long began = System.nanoTime();
            boolean again = duet.startRun();
            screen.claim(
                    again,
                    again
                            ? "started again, at work after " + since(began)
                            : "it did not start again");
            awaitMore(BURST, inCrm, inErp);
            String failures = inCrm.stop() + inErp.stop();
            screen.claim(
                    failures.isEmpty(),
                    failures.isEmpty()
                            ? "the clients never noticed: %d and %d transactions, none failed"
                                    .formatted(inCrm.committed(), inErp.committed())
                            : "a client could not write: " + failures);
            additions = inCrm.additions() + inErp.additions();
        }
        afterTheBurst(additions);
    }

    private static void awaitMore(int transactions, Burst... bursts) throws InterruptedException {
        for (Burst burst : bursts) {
            int target = burst.committed() + transactions;
            long deadline = System.nanoTime() + CATCH_UP.toNanos();
            while (burst.committed() < target && System.nanoTime() < deadline) {
                Thread.sleep(2);
            }
        }
    }

    private void afterTheBurst(int additions) throws SQLException, InterruptedException {
        long began = System.nanoTime();
        boolean equal = awaitEqual();
        screen.claim(
                equal,
                equal
                        ? "both sides are equal row for row, "
                                + since(began)
                                + " after the last write: nothing lost"
                        : "the sides differ " + since(began) + " after the last write");
        String expected =
                Burst.ADDITION.multiply(BigDecimal.valueOf(additions)).setScale(2).toPlainString();
        String there = crm.one("SELECT sum(credit) FROM customer WHERE full_name LIKE 'Client %'");
        screen.claim(
                there.equals(expected),
                "%d times %s was added, and %s is there: nothing doubled"
                        .formatted(additions, Burst.ADDITION, there));
        String trouble =
                "SELECT (SELECT count(*) FROM duet.quarantine) + (SELECT count(*) FROM"
                        + " duet.conflict)";
        screen.claim(
                crm.one(trouble).equals("0") && erp.one(trouble).equals("0"),
                "no conflict, and nothing in quarantine");
    }

    private static String since(long began) {
        return Screen.time(Duration.ofNanos(System.nanoTime() - began));
    }

    private boolean awaitEqual() throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + CATCH_UP.toNanos();
        while (!Comparison.isEqual(crm, erp)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }

    private void quiet() throws SQLException, InterruptedException {
        screen.chapter("When nobody writes, the logs go quiet: nothing comes back as an echo");
        Thread.sleep(2_000);
        var witness = new LogWitness(crm, erp);
        Thread.sleep(QUIET);
        quiet("crm", "public.", witness.inCrm());
        quiet("erp", "erp.", witness.inErp());
    }

    private void quiet(String system, String tables, Map<String, Integer> changes) {
        long echoes =
                changes.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(tables))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        int heartbeats = changes.getOrDefault("duet.checkpoint", 0);
        int renewals = changes.getOrDefault("duet.lease", 0);
        screen.claim(
                echoes == 0 && heartbeats <= 2 * QUIET.toSeconds(),
                "%s's log in %d s: %d changes of its tables; of Duet's own %d heartbeats, %d renewals of its lease"
                        .formatted(system, QUIET.toSeconds(), echoes, heartbeats, renewals));
    }

    private void compared() throws SQLException {
        screen.chapter("Both sides, row for row");
        for (Comparison.Result result : Comparison.of(crm, erp)) {
            screen.claim(
                    result.isEqual(),
                    "%-11s %5d rows in the CRM, %5d in the ERP, %d differ"
                            .formatted(
                                    result.entity(),
                                    result.rowsCrm(),
                                    result.rowsErp(),
                                    result.differing().size()));
            result.differing().stream().limit(5).forEach(screen::line);
        }
    }
}
