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

/// What MySQL's log reader must know of the tables: after a first start that was ended early, and
/// where it reads again what was logged before they were altered.
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

    /// A first start that was ended when Debezium had written the DROPs that come first.
    @Test
    void aHistoryThatHasOnlyBegunIsMadeWhole() throws SQLException {
        run();
        workbench.execute(
                Shop.ERP, "DELETE FROM duet.schema_history WHERE record LIKE '%CREATE TABLE%'");
        assertThat(
                        workbench.one(
                                Shop.ERP,
                                "SELECT count(*) > 0 FROM duet.schema_history WHERE record LIKE"
                                        + " '%DROP TABLE%checkpoint%'"))
                .isEqualTo("1");

        run();
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
