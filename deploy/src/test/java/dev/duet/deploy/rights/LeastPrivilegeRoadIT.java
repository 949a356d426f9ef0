package dev.duet.deploy.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.duet.deploy.check.Finding;
import dev.duet.deploy.check.Severity;
import dev.duet.deploy.check.postgres.PostgresCode;
import dev.duet.deploy.connect.Connections;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.run.Sync;
import dev.duet.deploy.support.LivePair;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// The whole road, both ways, under exactly the roles that `init` makes: engines, self-test, lease,
/// apply.
final class LeastPrivilegeRoadIT {
    private final Deque<Connections> opened = new ArrayDeque<>();

    @Test
    void bothDirectionsRunOnWhatInitGrants() throws Exception {
        try (LivePair pair = LivePair.start()) {
            pair.init();
            var failure = new AtomicReference<Throwable>();
            Sync sync = new Sync(pair.config(), sides(pair), Sync.Variations.NONE);
            Thread thread =
                    Thread.ofPlatform()
                            .name("duet-sync")
                            .start(
                                    () -> {
                                        try {
                                            sync.run();
                                        } catch (Exception e) {
                                            failure.set(e);
                                        }
                                    });
            try {
                pair.execute(
                        LivePair.CRM,
                        List.of(
                                "INSERT INTO customer VALUES (1, 'Ada', '+64 1'), (2, 'Bob', NULL)",
                                "UPDATE customer SET full_name = 'Ada L.' WHERE customer_id = 1",
                                "DELETE FROM customer WHERE customer_id = 2",
                                "INSERT INTO customer VALUES (3, 'Cy', NULL), (4, 'Di', NULL)",
                                "UPDATE customer SET phone = '+64 2' WHERE customer_id > 2",
                                "UPDATE customer SET customer_id = 5 WHERE customer_id = 4"));
                pair.execute(
                        LivePair.ERP,
                        List.of(
                                "INSERT INTO client VALUES (7, 'Eve', NULL)",
                                "INSERT INTO order_line VALUES (1, 1, 7, 12.50)"));
                await().atMost(Duration.ofSeconds(90))
                        .until(
                                () ->
                                        failure.get() != null
                                                || rows(pair, LivePair.ERP, "client").size() == 4
                                                        && rows(
                                                                                pair,
                                                                                LivePair.CRM,
                                                                                "\"Sales\".\"Order\"")
                                                                        .size()
                                                                == 1);
                assertThat(failure.get()).isNull();
                assertThat(rows(pair, LivePair.ERP, "client"))
                        .containsExactly(
                                "1,Ada L.,+64 1", "3,Cy,+64 2", "5,Di,+64 2", "7,Eve,null");
                assertThat(rows(pair, LivePair.CRM, "\"Sales\".\"Order\""))
                        .containsExactly("1,1,7,12.50");
                // A check beside a running Duet sees it, and nothing to mend.
                assertThat(pair.check())
                        .allMatch(finding -> finding.severity() == Severity.INFO)
                        .extracting(Finding::code)
                        .contains(PostgresCode.SLOT_ACTIVE);
            } finally {
                sync.close();
                thread.join(Duration.ofSeconds(60));
                opened.forEach(Connections::close);
            }
        }
    }

    private Map<String, Side> sides(LivePair pair) {
        var sides = new LinkedHashMap<String, Side>();
        for (String system : List.of(LivePair.CRM, LivePair.ERP)) {
            var reads = new Connections(pair.endpoints().reader(pair.config().system(system)));
            opened.push(reads);
            var writes = new Connections(pair.endpoints().writer(pair.config().system(system)));
            opened.push(writes);
            sides.put(
                    system,
                    Side.of(reads.endpoint(), reads.pool("read", 2), writes.pool("apply", 4)));
        }
        return sides;
    }

    private static List<String> rows(LivePair pair, String system, String table)
            throws SQLException {
        var rows = new ArrayList<String>();
        try (Connection connection = pair.server(system).connect(system);
                Statement statement = connection.createStatement();
                ResultSet results =
                        statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2")) {
            int columns = results.getMetaData().getColumnCount();
            while (results.next()) {
                var values = new ArrayList<String>();
                for (int i = 1; i <= Math.min(columns, 4); i++) {
                    values.add(results.getString(i));
                }
                rows.add(String.join(",", values.stream().map(String::valueOf).toList()));
            }
        }
        return rows;
    }
}
