package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/// What MySQL's log reader must know of the tables: as they were where the log begins to be read,
/// after a start that was ended early, and where it reads again what was logged before they were
/// altered.
final class SchemaHistoryScenarioIT {
    private Workbench workbench;

    @BeforeEach
    void begin() throws SQLException {
        workbench = Workbench.start();
    }

    @AfterEach
    void end() {
        workbench.close();
    }

    @Test
    void halfAHistoryIsMadeWhole() throws SQLException {
        run();
        String all = workbench.one(Shop.ERP, "SELECT count(*) FROM duet.schema_history");
        workbench.execute(
                Shop.ERP,
                "DELETE FROM duet.schema_history WHERE record LIKE '%order_line%'"
                        + " OR record LIKE '%purchase_line%' OR record LIKE '%release%'");
        assertThat(workbench.one(Shop.ERP, "SELECT count(*) FROM duet.schema_history"))
                .isNotEqualTo(all);

        run();
    }

    /// As an earlier Duet left it, which wrote it at the first start and not with `init`.
    @Test
    void aHistoryWithoutTablesIsMadeWhole() throws SQLException {
        run();
        workbench.execute(
                Shop.ERP, "DELETE FROM duet.schema_history WHERE record LIKE '%CREATE TABLE%'");
        assertThat(workbench.one(Shop.ERP, "SELECT count(*) > 0 FROM duet.schema_history"))
                .isEqualTo("1");

        run();
    }

    @Test
    void aTableIsAlteredBeforeTheFirstStart() throws SQLException {
        createTagged("tag");
        DuetConfig config = begunAnew(entity("tag"));
        alterTag();

        try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
            awaitTags();
        }
    }

    /// What is known of one table stays of its time where another comes to be mapped.
    @Test
    void aTableIsAlteredWhileAnotherComesToBeMapped() throws SQLException {
        createTagged("tag");
        createTagged("label");
        DuetConfig config = workbench.initialised(entity("tag"));
        try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
            workbench.execute(Shop.CRM, "INSERT INTO tag VALUES (3, 'first')");
            workbench.await(Shop.ERP, "SELECT note FROM tag WHERE id = 3", "first");
        }
        alterTag();
        DuetConfig more = workbench.initialised(entity("tag") + entity("label"));

        try (RunningSync _ = RunningSync.start(workbench, more).awaitRunning()) {
            awaitTags();
            workbench.execute(Shop.ERP, "INSERT INTO label VALUES (1, 'of both', 0)");
            workbench.await(Shop.CRM, "SELECT note FROM label WHERE id = 1", "of both");
        }
    }

    private void createTagged(String table) throws SQLException {
        String columns = " (id bigint PRIMARY KEY, note varchar(20)";
        workbench.execute(Shop.CRM, "CREATE TABLE " + table + columns + ")");
        workbench.execute(Shop.ERP, "CREATE TABLE " + table + columns + ", extra int)");
    }

    private static String entity(String table) {
        return """
        %1$s:
          tables: { crm: public.%1$s, erp: %1$s }
          key: { id: id }
          fields: { note: note }
        """
                .formatted(table);
    }

    private void alterTag() throws SQLException {
        workbench.execute(Shop.ERP, "INSERT INTO tag VALUES (1, 'old', 0)");
        workbench.execute(Shop.ERP, "ALTER TABLE tag RENAME COLUMN extra TO surplus");
        workbench.execute(Shop.ERP, "ALTER TABLE tag DROP COLUMN surplus");
        workbench.execute(Shop.ERP, "INSERT INTO tag VALUES (2, 'new')");
    }

    private void awaitTags() {
        workbench.await(Shop.CRM, "SELECT note FROM tag WHERE id = 1", "old");
        workbench.await(Shop.CRM, "SELECT note FROM tag WHERE id = 2", "new");
    }

    /// As the runbook says.
    private DuetConfig begunAnew(String entities) throws SQLException {
        workbench.execute(
                Shop.CRM,
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE"
                        + " slot_name <> 'witness'");
        for (Shop shop : Shop.values()) {
            workbench.execute(shop, "DELETE FROM duet.checkpoint");
        }
        return workbench.initialised(entities);
    }

    /// The reader was ended when it had read and stored a statement, and reads it again as the
    /// first thing there is.
    @Test
    void aStatementIsReadAgainThatStandsInTheHistory() throws SQLException {
        workbench.execute(Shop.ERP, "ALTER TABLE client ADD COLUMN extra int");
        run();
        String stood = workbench.one(Shop.ERP, "SELECT @@GLOBAL.gtid_executed");
        workbench.execute(Shop.ERP, "ALTER TABLE client RENAME COLUMN extra TO surplus");
        run();
        readErpAgainFrom(stood);

        run();
    }

    /// Rows are read again that were logged before their column was given another type.
    @Test
    void rowsOfAnEarlierTypeAreReadAgain() throws SQLException {
        for (Shop shop : Shop.values()) {
            workbench.execute(shop, "CREATE TABLE tag (id bigint PRIMARY KEY, rating int)");
        }
        DuetConfig config =
                workbench.initialised(
                        """
                        tag:
                          tables: { crm: public.tag, erp: tag }
                          key: { id: id }
                          fields: { rating: rating }
                        """);
        String stood = workbench.one(Shop.ERP, "SELECT @@GLOBAL.gtid_executed");
        try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
            workbench.execute(Shop.CRM, "INSERT INTO tag VALUES (1, 1)");
            workbench.execute(Shop.ERP, "INSERT INTO tag VALUES (2, 2)");
            workbench.await(Shop.ERP, "SELECT rating FROM tag WHERE id = 1", "1");
            workbench.await(Shop.CRM, "SELECT rating FROM tag WHERE id = 2", "2");
        }
        workbench.execute(Shop.CRM, "ALTER TABLE tag ALTER COLUMN rating TYPE varchar(20)");
        workbench.execute(
                Shop.ERP,
                "ALTER TABLE tag MODIFY rating varchar(20) CHARACTER SET utf8mb4 COLLATE"
                        + " utf8mb4_0900_bin");
        readErpAgainFrom(stood);

        try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
            workbench.execute(Shop.CRM, "UPDATE tag SET rating = 'good' WHERE id = 2");
            workbench.execute(Shop.ERP, "UPDATE tag SET rating = 'bad' WHERE id = 1");
            workbench.await(Shop.ERP, "SELECT rating FROM tag WHERE id = 2", "good");
            workbench.await(Shop.CRM, "SELECT rating FROM tag WHERE id = 1", "bad");
        }
        for (Shop shop : Shop.values()) {
            assertThat(workbench.one(shop, "SELECT count(*) FROM duet.quarantine")).isEqualTo("0");
            assertThat(workbench.one(shop, "SELECT count(*) FROM duet.conflict")).isEqualTo("0");
        }
    }

    private void readErpAgainFrom(String gtids) throws SQLException {
        for (Shop at : Shop.values()) {
            String resume = at == Shop.CRM ? "source_resume_position" : "target_resume_position";
            String old = workbench.one(at, "SELECT " + resume + " FROM duet.checkpoint");
            assertThat(old).contains(":1-");
            workbench.execute(
                    at,
                    "UPDATE duet.checkpoint SET %s = '%s'"
                            .formatted(resume, old.replaceFirst("[0-9a-f-]{36}:1-\\d+", gtids)));
        }
    }

    private void run() throws SQLException {
        try (RunningSync _ =
                RunningSync.start(workbench, workbench.config(ConfigText.quick())).awaitRunning()) {
            workbench.awaitSentinels();
        }
    }
}
