package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.Milestones;
import dev.duet.apply.store.CheckpointStore;
import dev.duet.capture.EchoFilter;
import dev.duet.deploy.clock.ClockSample;
import dev.duet.deploy.run.Sync;
import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.ConflictEntry;
import dev.duet.deploy.support.LogWitness;
import dev.duet.deploy.support.Quiet;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// While the clocks of the two databases differ too much, `latest` asks a person. Both servers run
/// by this machine's clock: the looks at one of them are real, and then moved by 12 seconds.
final class ClockSkewScenarioIT {
    private static final Sync.Variations AHEAD =
            new Sync.Variations(
                    EchoFilter.MARKER,
                    Milestones.NONE,
                    CheckpointStore::new,
                    system ->
                            sample ->
                                    system.equals("erp")
                                            ? new ClockSample(
                                                    sample.ahead().plus(Duration.ofSeconds(12)),
                                                    sample.uncertainty())
                                            : sample);

    private static final String ENTITY =
            """
            thing:
              tables: { crm: public.thing, erp: thing }
              key: { id: id }
              fields: { x: x }
              on-conflict: latest
              update-vs-delete: latest
            """;

    @Test
    void latestAsksForReviewWhileTheClocksDiffer() throws SQLException {
        try (Workbench workbench = Workbench.start()) {
            DuetConfig config = workbench.config(ConfigText.quick().withEntities(ENTITY));
            for (Shop shop : Shop.values()) {
                workbench.execute(shop, "CREATE TABLE thing (id bigint PRIMARY KEY, x bigint)");
            }
            workbench.initialise(config);
            workbench.execute(Shop.CRM, "INSERT INTO thing VALUES (1, 0), (2, 0)");
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.awaitSentinels();
            }
            workbench.execute(
                    Shop.CRM,
                    "UPDATE thing SET x = 1 WHERE id = 1",
                    "DELETE FROM thing WHERE id = 2");
            workbench.execute(Shop.ERP, "UPDATE thing SET x = 2");

            try (RunningSync _ = RunningSync.start(workbench, config, AHEAD).awaitRunning()) {
                Quiet.await(workbench, new LogWitness(workbench));
            }

            for (Shop shop : Shop.values()) {
                List<ConflictEntry> entries = ConflictEntry.of(workbench, shop);
                assertThat(entries)
                        .as(shop.toString())
                        .extracting(ConflictEntry::key)
                        .contains("1", "2");
                assertThat(entries)
                        .as(shop.toString())
                        .extracting(ConflictEntry::rule)
                        .containsOnly("review: latest, but the clocks differ by 12 s");
            }
        }
    }
}
