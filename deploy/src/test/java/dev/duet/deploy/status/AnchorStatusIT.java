package dev.duet.deploy.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.deploy.status.postgres.PostgresAnchorStatus;
import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.LogSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

/// What status says of the anchor in each of its states, of a real slot.
final class AnchorStatusIT {
    private static Workbench workbench;

    @BeforeAll
    static void start() throws SQLException {
        workbench = Workbench.start();
        workbench.renew();
    }

    @AfterAll
    static void stop() {
        workbench.close();
    }

    @Test
    void theAnchorIsOffMissingKeptAndLost() throws SQLException {
        DuetConfig off = workbench.config(ConfigText.quick());
        DuetConfig on =
                workbench.config(
                        ConfigText.quick()
                                .with("replay-window", "1h")
                                .with("replay-size", "64MiB"));
        workbench.initialise(on);

        assertThat(look(off).state()).isEqualTo(new AnchorStatus.Off());
        assertThat(look(off).isWrong()).isFalse();
        AnchorStatus missing = look(on);
        assertThat(missing.state()).isEqualTo(new AnchorStatus.Missing());
        assertThat(missing.isWrong()).isTrue();
        assertThat(missing.text()).contains(missing.slot(), "'duet run' makes it");

        execute("SELECT pg_create_logical_replication_slot('" + missing.slot() + "', 'pgoutput')");
        execute("INSERT INTO duet.anchor (position) SELECT pg_current_wal_lsn()");
        AnchorStatus kept = look(on);
        assertThat(kept.state())
                .isInstanceOfSatisfying(
                        AnchorStatus.Kept.class,
                        it -> {
                            assertThat(it.begin().text()).contains("/");
                            assertThat(it.since()).isNotNull();
                            assertThat(it.heldBytes()).isNotNegative();
                            assertThat(it.mostBytes()).isEqualTo(64L << 20);
                            assertThat(it.headroomBytes()).isNull();
                            assertThat(it.isRead()).isFalse();
                        });
        assertThat(kept.text()).contains("back", "of at most 64MiB", "headroom unlimited");
        ObjectNode json = new ObjectMapper().createObjectNode();
        kept.put(json);
        assertThat(json.at("/state").asText()).isEqualTo("KEPT");
        assertThat(json.at("/sinceMillisAgo").isNumber()).isTrue();

        execute("ALTER SYSTEM SET max_slot_wal_keep_size = '16MB'");
        execute("SELECT pg_reload_conf()");
        try {
            workbench.await(Shop.CRM, "SHOW max_slot_wal_keep_size", "16MB");
            assertThat(look(on).state())
                    .isInstanceOfSatisfying(
                            AnchorStatus.Kept.class,
                            it -> assertThat(it.headroomBytes()).isPositive());
            for (int segment = 0; segment < 4; segment++) {
                execute("INSERT INTO duet.anchor (position) SELECT pg_current_wal_lsn()");
                execute("SELECT pg_switch_wal()");
            }
            execute("CHECKPOINT");
            workbench.await(
                    Shop.CRM,
                    "SELECT wal_status FROM pg_replication_slots WHERE slot_name = '%s'"
                            .formatted(kept.slot()),
                    "lost");
            AnchorStatus lost = look(on);
            assertThat(lost.state()).isEqualTo(new AnchorStatus.Lost());
            assertThat(lost.isWrong()).isTrue();
            assertThat(lost.text()).contains("raise max_slot_wal_keep_size", "makes it anew");
        } finally {
            execute("ALTER SYSTEM RESET max_slot_wal_keep_size");
            execute("SELECT pg_reload_conf()");
        }
    }

    private static void execute(String sql) throws SQLException {
        workbench.execute(Shop.CRM, sql);
    }

    private static AnchorStatus look(DuetConfig config) throws SQLException {
        return new PostgresAnchorStatus(
                        "crm", (LogSource.Postgres) config.postgres().log(), config.settings())
                .read(workbench.connection(Shop.CRM));
    }
}
