package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.run.DirectionState;
import dev.duet.deploy.support.Await;
import dev.duet.deploy.support.MysqlDump;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// A log that no longer holds what is needed stops the direction out of it, and no other.
final class LostLogScenarioIT {
    private static final String DROP_SLOT =
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                    + " WHERE plugin = 'pgoutput'";
    private static final String RESET = "RESET BINARY LOGS AND GTIDS";

    /// The mend of a log with a gap.
    private static final String GAP = "'duet resync' does it";

    /// The mend of a log that is not the one that was read.
    private static final String ANOTHER_LOG = "deploy/docs/runbook.md";

    private static Workbench workbench;
    private int written;

    @BeforeAll
    static void startBoth() throws SQLException {
        workbench = Workbench.start();
    }

    @AfterAll
    static void stopBoth() {
        workbench.close();
    }

    /// Both directions have carried something over, and Duet is down.
    @BeforeEach
    void syncAndStop() throws SQLException {
        workbench.renew();
        try (RunningSync _ = start().awaitRunning()) {
            workbench.awaitSentinels();
            workbench.awaitSentinels();
        }
    }

    @Test
    void slotDroppedWhileDown() throws SQLException {
        Sql.execute(admin(Shop.CRM), DROP_SLOT);

        stopsAtStart(Shop.CRM, "does not exist any more", GAP);
    }

    @Test
    void slotDroppedAndMadeAnewWhileDown() throws SQLException {
        String slot = slot();
        Sql.execute(admin(Shop.CRM), DROP_SLOT);
        insert(Shop.CRM);
        Sql.execute(
                admin(Shop.CRM),
                "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");

        stopsAtStart(Shop.CRM, "dropped and made anew", GAP);
    }

    @Test
    void slotInvalidatedBySizeWhileDown() throws SQLException {
        Connection crm = admin(Shop.CRM);
        Sql.execute(crm, "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
        Sql.execute(crm, "SELECT pg_reload_conf()");
        try {
            for (int segment = 0; segment < 3; segment++) {
                insert(Shop.CRM);
                Sql.execute(crm, "SELECT pg_switch_wal()");
            }
            Sql.execute(crm, "CHECKPOINT");
            workbench.await(
                    Shop.CRM,
                    "SELECT wal_status FROM pg_replication_slots WHERE plugin = 'pgoutput'",
                    "lost");

            stopsAtStart(Shop.CRM, "is lost", GAP);
        } finally {
            Sql.execute(crm, "ALTER SYSTEM RESET max_slot_wal_keep_size");
            Sql.execute(crm, "SELECT pg_reload_conf()");
        }
    }

    @Test
    void slotDroppedWhileRunning() throws SQLException {
        try (RunningSync duet = start().awaitRunning()) {
            workbench.awaitSentinels();
            Await.until("the slot is dropped", Workbench.LIMIT, LostLogScenarioIT::takeSlot);

            stops(duet, Shop.CRM, "does not exist any more", GAP);
        }
    }

    @Test
    void binlogPurgedWhileDown() throws SQLException {
        insert(Shop.ERP);
        purge();

        stopsAtStart(Shop.ERP, "purged", GAP);
    }

    @Test
    void binlogPurgedAfterAllWasReadLosesNothing() throws SQLException {
        try (RunningSync _ = start().awaitRunning()) {
            workbench.awaitSentinels();
            Sql.execute(admin(Shop.ERP), "FLUSH BINARY LOGS");
            workbench.awaitSentinels();
            Await.until(
                    "the resume position is in the new file",
                    Workbench.LIMIT,
                    () -> resumeOfErp().contains(lastBinlog()));
        }
        purge(lastBinlog());

        try (RunningSync _ = start().awaitRunning()) {
            workbench.awaitSentinels();
        }
    }

    @Test
    void gtidsResetWhileDown() throws SQLException {
        Sql.execute(admin(Shop.ERP), RESET);
        insert(Shop.ERP);

        stopsAtStart(Shop.ERP, "does not know them", ANOTHER_LOG);
    }

    @Test
    void gtidsResetWhileDownAndMoreWrittenSinceThanBefore() throws SQLException {
        resetAndWriteMore();

        stopsAtStart(Shop.ERP, "reset", ANOTHER_LOG);
    }

    @Test
    void gtidsResetAfterARotationAndMoreWrittenSinceThanBefore() throws SQLException {
        Sql.execute(admin(Shop.ERP), "FLUSH BINARY LOGS", "FLUSH BINARY LOGS");
        try (RunningSync _ = start().awaitRunning()) {
            workbench.awaitSentinels();
            Await.until(
                    "the resume position is in the new file",
                    Workbench.LIMIT,
                    () -> resumeOfErp().contains(lastBinlog()));
        }
        resetAndWriteMore();

        stopsAtStart(Shop.ERP, "reset", ANOTHER_LOG);
    }

    @Test
    void gtidsResetWhileRunning() throws SQLException {
        try (RunningSync duet = start().awaitRunning()) {
            workbench.awaitSentinels();
            Sql.execute(admin(Shop.ERP), RESET);

            stops(duet, Shop.ERP, "reset", ANOTHER_LOG);
        }
    }

    @Test
    void olderDumpRestoredStopsBothDirections() throws Exception {
        Path dump = dump();
        String dumped = position(Shop.ERP);
        try (RunningSync _ = start().awaitRunning()) {
            workbench.awaitSentinels();
            awaitResumePast(dumped);
        }
        restore(dump);
        String crm = position(Shop.CRM);
        String erp = position(Shop.ERP);

        try (RunningSync duet = start()) {
            for (Shop source : Shop.values()) {
                DirectionState.NeedsResync state =
                        duet.awaitState(source, DirectionState.NeedsResync.class);
                assertThat(state.reason()).contains("restored");
                assertThat(state.mend()).contains(ANOTHER_LOG);
            }
        }
        assertThat(List.of(position(Shop.CRM), position(Shop.ERP))).containsExactly(crm, erp);
    }

    /// Up to where that side has its peer's log; the lease and the self-test move the counter
    /// alone.
    private String position(Shop shop) throws SQLException {
        return workbench.one(shop, "SELECT position FROM duet.checkpoint");
    }

    @Test
    void olderDumpRestoredIntoAnEmptyServerStopsWhatComesFromIt() throws Exception {
        Path dump = dump();
        String dumped = position(Shop.ERP);
        try (RunningSync _ = start().awaitRunning()) {
            workbench.awaitSentinels();
            awaitResumePast(dumped);
        }
        Sql.execute(admin(Shop.ERP), "DROP DATABASE erp", "DROP DATABASE duet", "USE mysql", RESET);
        restore(dump);

        try (RunningSync duet = start()) {
            duet.awaitState(Shop.ERP, DirectionState.NeedsResync.class);
            DirectionState.NeedsResync into =
                    duet.awaitState(Shop.CRM, DirectionState.NeedsResync.class);
            assertThat(into.reason()).contains("restored");
        }
    }

    private static RunningSync start() {
        return RunningSync.start(workbench, workbench.config());
    }

    /// A change that is made while Duet is down must not be skipped over.
    private void stopsAtStart(Shop source, String reason, String mend) throws SQLException {
        try (RunningSync duet = start()) {
            stops(duet, source, reason, mend);
        }
    }

    /// The direction stops, nothing more is applied by it, and the other one goes on.
    private void stops(RunningSync duet, Shop source, String reason, String mend)
            throws SQLException {
        DirectionState.NeedsResync state =
                duet.awaitState(source, DirectionState.NeedsResync.class);
        assertThat(state.reason()).contains(reason);
        assertThat(state.mend()).contains(mend);
        String before = counter(source.peer());
        long lost = insert(source);
        long carried = insert(source.peer());
        workbench.await(source, count(carried), "1");
        assertThat(workbench.one(source.peer(), count(lost))).isEqualTo("0");
        assertThat(counter(source.peer())).isEqualTo(before);
        assertThat(duet.state(source)).isInstanceOf(DirectionState.NeedsResync.class);
        assertThat(duet.state(source.peer())).isInstanceOf(DirectionState.Running.class);
    }

    private long insert(Shop shop) throws SQLException {
        long id = shop.firstKey() + ++written;
        workbench.execute(
                shop, "INSERT INTO {customer} VALUES (" + id + ", 'late', 0, 0, NULL, NULL)");
        return id;
    }

    private static String count(long id) {
        return "SELECT count(*) FROM {customer} WHERE {customer.id} = " + id;
    }

    /// How many transactions Duet has written there.
    private static String counter(Shop target) throws SQLException {
        return workbench.one(target, "SELECT counter FROM duet.checkpoint");
    }

    private static String resumeOfErp() throws SQLException {
        return workbench.one(Shop.CRM, "SELECT source_resume_position FROM duet.checkpoint");
    }

    private static String lastBinlog() throws SQLException {
        return Sql.rows(admin(Shop.ERP), "SHOW BINARY LOGS").getLast().split("\\|")[0];
    }

    /// Until crm's own row says that its log will not be read again from before what erp has now.
    private static void awaitResumePast(String position) throws SQLException {
        Await.until(
                "the log of crm is acknowledged past what the dump has",
                Workbench.LIMIT,
                () ->
                        workbench
                                .one(
                                        Shop.CRM,
                                        "SELECT target_resume_position::pg_lsn > '"
                                                + position
                                                + "'::pg_lsn FROM duet.checkpoint")
                                .equals("t"));
    }

    private static void purge() throws SQLException {
        Sql.execute(admin(Shop.ERP), "FLUSH BINARY LOGS");
        purge(lastBinlog());
    }

    private static void purge(String to) throws SQLException {
        Sql.execute(admin(Shop.ERP), "PURGE BINARY LOGS TO '" + to + "'");
    }

    /// Every number that was known before is used again.
    private void resetAndWriteMore() throws SQLException {
        String known = Sql.one(admin(Shop.ERP), "SELECT @@GLOBAL.gtid_executed");
        Sql.execute(admin(Shop.ERP), RESET);
        while (Sql.one(
                        admin(Shop.ERP),
                        "SELECT GTID_SUBSET('" + known + "', @@GLOBAL.gtid_executed)")
                .equals("0")) {
            insert(Shop.ERP);
        }
        insert(Shop.ERP);
    }

    private static String slot() throws SQLException {
        return Sql.one(
                admin(Shop.CRM),
                "SELECT slot_name FROM pg_replication_slots WHERE plugin = 'pgoutput'");
    }

    private static boolean takeSlot() throws SQLException {
        Sql.execute(
                admin(Shop.CRM),
                "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active");
        Sql.execute(admin(Shop.CRM), DROP_SLOT);
        return true;
    }

    private static Connection admin(Shop shop) throws SQLException {
        return workbench.connection(shop);
    }

    private static Path dump() throws IOException, InterruptedException {
        Path dump = Files.createTempFile(workbench.folder(), "dump", ".sql");
        MysqlDump.write(workbench.server(Shop.ERP), dump);
        return dump;
    }

    private static void restore(Path dump) throws IOException, InterruptedException {
        MysqlDump.restore(workbench.server(Shop.ERP), dump);
    }
}
