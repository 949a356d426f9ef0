package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/// MySQL changes a column by itself when an update leaves it out: then the sides would differ.
final class SelfUpdatingScenarioIT {
    private static final String CHANGED =
            "SELECT CAST(changed AS CHAR(26)) FROM stamped WHERE id = 1";

    @Test
    void columnThatChangesByItselfHoldsWhatTheOtherSideHas() throws SQLException {
        try (Workbench workbench = Workbench.start()) {
            workbench.execute(
                    Shop.CRM,
                    "CREATE TABLE stamped (id bigint PRIMARY KEY, word text, changed"
                            + " timestamp(6))");
            workbench.execute(
                    Shop.ERP,
                    """
                    CREATE TABLE stamped (id bigint PRIMARY KEY, word varchar(20),
                        changed datetime(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6))
                    """);
            DuetConfig config =
                    workbench.initialised(
                            """
                            stamp:
                              tables: { crm: public.stamped, erp: stamped }
                              key: { id: id }
                              fields: { word: word, changed: changed }
                            """);
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.execute(
                        Shop.CRM,
                        "INSERT INTO stamped VALUES (1, 'one', '2020-02-03 04:05:06.789')");
                workbench.execute(Shop.CRM, "UPDATE stamped SET word = 'two' WHERE id = 1");
                workbench.await(Shop.ERP, "SELECT word FROM stamped WHERE id = 1", "two");

                assertThat(workbench.one(Shop.ERP, CHANGED))
                        .isEqualTo("2020-02-03 04:05:06.789000");

                workbench.execute(Shop.ERP, "UPDATE stamped SET word = 'three' WHERE id = 1");
                workbench.await(Shop.CRM, "SELECT word FROM stamped WHERE id = 1", "three");

                assertThat(
                                workbench.one(
                                        Shop.CRM,
                                        "SELECT to_char(changed, 'YYYY-MM-DD HH24:MI:SS.US') FROM"
                                                + " stamped WHERE id = 1"))
                        .isEqualTo(workbench.one(Shop.ERP, CHANGED));
            }
        }
    }
}
