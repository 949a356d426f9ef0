package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.Milestones.Milestone;
import dev.duet.deploy.support.Await;
import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.DuetChild;
import dev.duet.deploy.support.DuetProcess;
import dev.duet.deploy.support.LogWitness;
import dev.duet.deploy.support.Quiet;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Money moves between accounts of each side; nobody who looks, on either side at any moment, sees
/// any of it missing. Each transfer is booked as a whole, so it must arrive as a whole.
///
/// Each side pays from its own accounts; only the counters are raised by both.
final class MoneyScenarioIT {
    private static final long SEED = Long.getLong("duet.seed", System.nanoTime());
    static final int ACCOUNTS = 40;
    static final int EACH = 1000;
    private static final int TRANSFERS = 800;

    private static final String ACCOUNT =
            "CREATE TABLE account (id bigint PRIMARY KEY, balance bigint NOT NULL, moved bigint NOT"
                    + " NULL)";
    private static final String ENTITIES =
            """
            account:
              tables: { crm: public.account, erp: account }
              key: { id: id }
              fields:
                balance: balance
                moved: { crm: moved, erp: moved, on-conflict: sum }
            """;

    private static final Logger log = LoggerFactory.getLogger(MoneyScenarioIT.class);

    @Test
    void everySnapshotOfBothSidesHoldsAllTheMoney() throws Exception {
        log.info("money seed={}", SEED);
        try (Workbench workbench = Workbench.start()) {
            Path config = begin(workbench);
            try (DuetChild first =
                    DuetChild.start(
                            workbench, config, "--halt-at", Milestone.ROWS_WRITTEN + ":60")) {
                Await.until(
                        "the accounts have come to erp",
                        Workbench.LIMIT,
                        () ->
                                workbench
                                        .one(Shop.ERP, "SELECT count(*) FROM account")
                                        .equals(
                                                Integer.toString(
                                                        2 * ACCOUNTS + MoneyCrowd.COUNTERS)));
                try (MoneyCrowd crowd = new MoneyCrowd(workbench, SEED)) {
                    assertThat(first.awaitEnd(Workbench.LIMIT))
                            .as(first::log)
                            .isEqualTo(DuetProcess.HALTED);
                    try (DuetChild second = DuetChild.start(workbench, config)) {
                        second.awaitLog("reading on direction=");
                        crowd.awaitTransfers(TRANSFERS);
                        crowd.rest();
                        assertThat(crowd.wrong()).as("seed " + SEED).isEmpty();
                        assertThat(crowd.snapshots()).isGreaterThan(TRANSFERS);
                        Quiet.await(workbench, new LogWitness(workbench));
                        assertThat(second.isAlive()).as(second::log).isTrue();
                    }
                    log.info("money over: {} seed={}", crowd, SEED);
                    allIsThere(workbench, crowd.moved());
                }
            }
        }
    }

    /// All the accounts are opened on one side, for both.
    private static Path begin(Workbench workbench) throws SQLException {
        for (Shop shop : Shop.values()) {
            workbench.execute(shop, ACCOUNT);
        }
        ConfigText config = ConfigText.quick().withEntities(ENTITIES);
        workbench.initialise(workbench.config(config));
        List<String> rows = new ArrayList<>();
        for (Shop shop : Shop.values()) {
            for (int i = 0; i < ACCOUNTS; i++) {
                rows.add("(" + MoneyCrowd.account(shop, i) + ", " + EACH + ", 0)");
            }
        }
        for (int i = 0; i < MoneyCrowd.COUNTERS; i++) {
            rows.add("(" + i + ", 0, 0)");
        }
        workbench.execute(Shop.CRM, "INSERT INTO account VALUES " + String.join(", ", rows));
        return workbench.writeConfig(config);
    }

    private static void allIsThere(Workbench workbench, long moved) throws SQLException {
        String rows = "SELECT id, balance, moved FROM account ORDER BY id";
        assertThat(Sql.rows(workbench.connection(Shop.ERP), rows))
                .isEqualTo(Sql.rows(workbench.connection(Shop.CRM), rows));
        for (Shop shop : Shop.values()) {
            assertThat(
                            workbench.one(
                                    shop,
                                    "SELECT sum(moved) FROM account WHERE id < "
                                            + MoneyCrowd.COUNTERS))
                    .isEqualTo(Long.toString(moved));
            for (String table : List.of("conflict", "quarantine")) {
                assertThat(workbench.one(shop, "SELECT count(*) FROM duet." + table))
                        .as(table + " of " + shop)
                        .isEqualTo("0");
            }
        }
    }
}
