package dev.duet.deploy.support;

import dev.duet.schemas.Position;

import org.awaitility.core.ConditionTimeoutException;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Says what is wrong once the clients rest: rows that differ, changes lost, doubled or made up,
/// logs that do not go quiet. One thread.
public final class Audit {
    private static final int SHOWN_MAX = 5;
    private static final int QUIET_HEARTBEATS = 4;
    private static final int QUIET_TRANSACTIONS_MAX = 60;
    private static final String SENTINEL = "|sentinel|";

    private final Workbench workbench;
    private final LogWitness witness;
    private final List<Client> clients;
    private final List<String> problems = new ArrayList<>();

    private Audit(Workbench workbench, List<Client> clients) {
        this.workbench = workbench;
        this.witness = new LogWitness(workbench);
        this.clients = List.copyOf(clients);
    }

    /// Brings the clients to rest, waits for both sides to have everything, and returns all that is
    /// wrong; Duet must be running.
    public static List<String> problems(Workbench workbench, Client... clients)
            throws SQLException {
        Audit audit = new Audit(workbench, List.of(clients));
        audit.clients.forEach(audit::rest);
        try {
            workbench.awaitSentinels();
        } catch (ConditionTimeoutException e) {
            audit.problems.add("a sentinel did not arrive: " + e.getMessage());
        }
        audit.rows();
        audit.refusals();
        audit.quiet();
        audit.logs();
        return audit.problems;
    }

    /// As [#problems], and fails when there are any.
    public static void assertClean(Workbench workbench, Client... clients) throws SQLException {
        List<String> problems = problems(workbench, clients);
        if (!problems.isEmpty()) {
            throw new AssertionError(String.join("\n", problems));
        }
    }

    private void rest(Client client) {
        client.rest();
        client.failure()
                .ifPresent(
                        failure ->
                                problems.add(
                                        "the client of %s ended early: %s"
                                                .formatted(client.shop(), failure)));
    }

    /// Row for row: each side against the other, and both against what the clients committed. A
    /// counter that was raised twice or not at all shows here, since clients count along.
    private void rows() throws SQLException {
        for (Shop.Kind kind : Shop.Kind.values()) {
            Map<Shop, List<String>> found = new LinkedHashMap<>();
            for (Shop shop : Shop.values()) {
                found.put(shop, Sql.rows(workbench.connection(shop), shop.allRows(kind)));
            }
            differ(kind + " crm/erp", found.get(Shop.CRM), found.get(Shop.ERP));
            if (clients.isEmpty()) {
                continue;
            }
            List<String> expected = new ArrayList<>();
            clients.forEach(client -> expected.addAll(client.books().rows().get(kind)));
            List<String> clientsOwn =
                    found.get(Shop.CRM).stream().filter(row -> !row.contains(SENTINEL)).toList();
            differ(kind + " books/crm", expected, clientsOwn);
        }
    }

    private void differ(String what, List<String> left, List<String> right) {
        TreeSet<String> onlyLeft = new TreeSet<>(left);
        right.forEach(onlyLeft::remove);
        TreeSet<String> onlyRight = new TreeSet<>(right);
        left.forEach(onlyRight::remove);
        if (!onlyLeft.isEmpty() || !onlyRight.isEmpty() || left.size() != right.size()) {
            problems.add(
                    "%s: %d rows only left %s, %d rows only right %s"
                            .formatted(
                                    what,
                                    onlyLeft.size(),
                                    onlyLeft.stream().limit(SHOWN_MAX).toList(),
                                    onlyRight.size(),
                                    onlyRight.stream().limit(SHOWN_MAX).toList()));
        }
    }

    /// Nobody wrote what another wrote, so nothing may have been in conflict or refused.
    private void refusals() throws SQLException {
        for (Shop shop : Shop.values()) {
            for (String table : List.of("conflict", "quarantine")) {
                List<String> found =
                        Sql.rows(
                                workbench.connection(shop),
                                "SELECT entity, record_key, operation, before_image, after_image,"
                                        + " position FROM duet."
                                        + table
                                        + " ORDER BY id");
                if (!found.isEmpty()) {
                    problems.add(
                            "duet.%s in %s has %d entries %s"
                                    .formatted(
                                            table,
                                            shop,
                                            found.size(),
                                            found.stream().limit(SHOWN_MAX).toList()));
                }
            }
        }
    }

    /// With clients at rest both logs hold heartbeats and nothing else.
    private void quiet() throws SQLException {
        Map<Shop, Integer> before = new LinkedHashMap<>();
        Map<Shop, Long> counters = new LinkedHashMap<>();
        for (Shop shop : Shop.values()) {
            before.put(shop, witness.transactions(shop).size());
            counters.put(shop, counter(shop));
        }
        for (Shop shop : Shop.values()) {
            try {
                Await.until(
                        "heartbeats into " + shop,
                        Workbench.LIMIT,
                        () -> counter(shop) >= counters.get(shop) + QUIET_HEARTBEATS);
            } catch (ConditionTimeoutException e) {
                problems.add(e.getMessage());
            }
        }
        for (Shop shop : Shop.values()) {
            List<Logged> all = witness.transactions(shop);
            List<Logged> later = all.subList(before.get(shop), all.size());
            List<Logged> loud =
                    later.stream().filter(each -> !each.isOurs() || each.rows() > 0).toList();
            if (!loud.isEmpty() || later.size() > QUIET_TRANSACTIONS_MAX) {
                problems.add(
                        "the log of %s is not quiet: %d transactions, %d of them with rows %s"
                                .formatted(
                                        shop,
                                        later.size(),
                                        loud.size(),
                                        loud.stream().limit(SHOWN_MAX).toList()));
            }
        }
    }

    private long counter(Shop shop) throws SQLException {
        return Long.parseLong(workbench.one(shop, "SELECT counter FROM duet.checkpoint"));
    }

    /// Each log by itself: markers count without a gap, their positions never go back, and those
    /// with rows that move no position, which are repairs, are the exception (else source
    /// transactions are applied again and again). What moved a position wrote no more rows than the
    /// peer's clients did (else there is an echo).
    private void logs() throws SQLException {
        Map<Shop, Long> byClients = new LinkedHashMap<>();
        Map<Shop, Long> byDuet = new LinkedHashMap<>();
        for (Shop shop : Shop.values()) {
            List<Logged> all = witness.transactions(shop);
            markers(shop, all);
            byClients.put(
                    shop,
                    all.stream().filter(each -> !each.isOurs()).mapToLong(Logged::rows).sum());
            byDuet.put(shop, applied(all));
        }
        for (Shop shop : Shop.values()) {
            if (byDuet.get(shop) > byClients.get(shop.peer())) {
                problems.add(
                        "an echo: Duet wrote %d rows into %s, clients of %s wrote %d"
                                .formatted(
                                        byDuet.get(shop),
                                        shop,
                                        shop.peer(),
                                        byClients.get(shop.peer())));
            }
        }
    }

    /// The rows of transactions that moved the position.
    private static long applied(List<Logged> all) {
        Position reached = null;
        long rows = 0;
        for (Logged each : all) {
            if (each.isOurs()) {
                Position position = each.marker().orElseThrow().position();
                if (reached == null || position.isAfter(reached)) {
                    rows += each.rows();
                    reached = position;
                }
            }
        }
        return rows;
    }

    private void markers(Shop shop, List<Logged> all) {
        Position reached = null;
        long last = -1;
        int repairs = 0;
        int applies = 0;
        int unordered = 0;
        String example = "";
        for (Logged each : all) {
            if (!each.isOurs()) {
                continue;
            }
            Logged.Marker marker = each.marker().orElseThrow();
            if (last >= 0 && marker.counter() != last + 1) {
                unordered++;
                example = each + " after counter " + last;
            }
            last = marker.counter();
            boolean further = reached == null || marker.position().isAfter(reached);
            if (each.rows() > 0 && further) {
                applies++;
            } else if (each.rows() > 0) {
                repairs++;
            }
            if (reached != null && reached.isAfter(marker.position())) {
                unordered++;
                example = each + " after " + reached;
            }
            reached = further ? marker.position() : reached;
        }
        if (repairs > applies || unordered > 0) {
            problems.add(
                    "the log of %s: %d transactions with rows moved the position and %d did not, %d markers out of order, such as %s"
                            .formatted(shop, applies, repairs, unordered, example));
        }
    }
}
