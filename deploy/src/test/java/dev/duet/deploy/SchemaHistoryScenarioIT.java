package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/// A first start that is ended early leaves half of what MySQL's log reader must know of the
/// tables.
final class SchemaHistoryScenarioIT {
    private static Workbench workbench;

    @BeforeAll
    static void startBoth() throws SQLException {
        workbench = Workbench.start();
        workbench.renew();
    }

    @AfterAll
    static void stopBoth() {
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

    private static void run() throws SQLException {
        try (RunningSync _ =
                RunningSync.start(workbench, workbench.config(ConfigText.quick())).awaitRunning()) {
            workbench.awaitSentinels();
        }
    }
}
