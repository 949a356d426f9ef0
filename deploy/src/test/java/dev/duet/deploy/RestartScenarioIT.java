package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.LogWitness;
import dev.duet.deploy.support.Quiet;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/// A restart reads again what is in the target already.
final class RestartScenarioIT {
    @Test
    void aChangeAfterARestartArrivesByItselfAndNotByRepair() throws SQLException {
        try (Workbench workbench = Workbench.start()) {
            String name = "SELECT {customer.name} FROM {customer} WHERE {customer.id} = 1";
            try (RunningSync _ = RunningSync.start(workbench, workbench.config()).awaitRunning()) {
                workbench.execute(
                        Shop.CRM, "INSERT INTO {customer} VALUES (1, 'one', 0, 0, NULL, NULL)");
                workbench.await(Shop.ERP, name, "one");
                Quiet.await(workbench, new LogWitness(workbench));
            }
            // No heartbeat comes in between: the log is read again from before 'two'.
            DuetConfig config = workbench.config(ConfigText.quick().with("heartbeat", "10m"));
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                rename(workbench, "two");
                workbench.await(Shop.ERP, name, "two");
            }
            rename(workbench, "three");
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.await(Shop.ERP, name, "three");
            }

            assertThat(new LogWitness(workbench).repairs(Shop.ERP)).isEmpty();
        }
    }

    private static void rename(Workbench workbench, String name) throws SQLException {
        workbench.execute(
                Shop.CRM,
                "UPDATE {customer} SET {customer.name} = '" + name + "' WHERE {customer.id} = 1");
    }
}
