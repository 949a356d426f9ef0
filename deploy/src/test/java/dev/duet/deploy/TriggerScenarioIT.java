package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.Connection;
import java.sql.SQLException;

/// Triggers that alter what Duet writes, on either database: what they make of it stands there, or
/// comes back; nobody fights them, over restarts neither.
final class TriggerScenarioIT {
    private static final String RESTING =
            "SELECT count(*) FROM duet.trigger_effect WHERE entity = '%s' AND effect = '%s'";

    /// @param to the side that has the trigger
    @ParameterizedTest
    @EnumSource(Shop.class)
    void whatATriggerMakesOfAValueStandsThere(Shop to) throws SQLException {
        Shop from = to.peer();
        try (Workbench workbench = Workbench.start()) {
            DuetConfig config = prepare(workbench, to, "ignore");
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.execute(from, "INSERT INTO tag VALUES (1, 'bob', 'a', 1)");
                workbench.await(to, word(1), "BOB");
                workbench.execute(from, "UPDATE tag SET note = 'b' WHERE id = 1");
                workbench.await(to, note(1), "b");
                workbench.await(to, RESTING.formatted("tag", "changed"), "1");
            }
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.execute(from, "UPDATE tag SET word = 'rob' WHERE id = 1");
                workbench.await(to, word(1), "ROB");
                workbench.execute(from, "UPDATE tag SET word = 'Rob' WHERE id = 1");
                workbench.execute(from, "UPDATE tag SET note = 'c', hits = 2 WHERE id = 1");
                workbench.await(to, note(1), "c");
                workbench.execute(to, "UPDATE tag SET note = 'd' WHERE id = 1");
                workbench.await(from, note(1), "d");
                workbench.execute(to, "UPDATE tag SET word = 'eve' WHERE id = 1");
                workbench.await(from, word(1), "EVE");
                workbench.execute(from, "UPDATE tag SET word = 'adam' WHERE id = 1");
                workbench.await(to, word(1), "ADAM");
                assertThat(workbench.one(from, word(1))).isEqualTo("adam");

                workbench.awaitArrival(from);
                workbench.awaitArrival(to);
                workbench.execute(from, "DELETE FROM tag WHERE id = 1");
                workbench.await(to, "SELECT count(*) FROM tag", "0");
            }
            assertThat(workbench.one(from, "SELECT count(*) FROM duet.trigger_effect"))
                    .isEqualTo("0");
            assertThat(workbench.one(to, "SELECT count(*) FROM duet.quarantine")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void whatATriggerMakesOfAValueIsCarriedBack(Shop to) throws SQLException {
        Shop from = to.peer();
        try (Workbench workbench = Workbench.start()) {
            DuetConfig config = prepare(workbench, to, "carry-back");
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.execute(from, "INSERT INTO tag VALUES (1, 'bob', 'a', 1)");
                workbench.await(from, word(1), "BOB");
                workbench.execute(from, "UPDATE tag SET word = 'rob', note = 'b' WHERE id = 1");
                workbench.await(from, word(1), "ROB");
                assertThat(workbench.one(to, note(1))).isEqualTo("b");
                workbench.await(to, RESTING.formatted("tag", "changed"), "1");
            }
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.execute(from, "UPDATE tag SET word = 'ann' WHERE id = 1");
                workbench.await(from, word(1), "ANN");
                workbench.execute(to, "UPDATE tag SET word = 'eve' WHERE id = 1");
                workbench.await(from, word(1), "EVE");
                workbench.execute(from, "DELETE FROM tag WHERE id = 1");
                workbench.await(to, "SELECT count(*) FROM tag", "0");
            }
            for (Shop shop : Shop.values()) {
                assertThat(workbench.one(shop, "SELECT count(*) FROM duet.quarantine"))
                        .isEqualTo("0");
                assertThat(workbench.one(shop, "SELECT count(*) FROM duet.conflict"))
                        .isEqualTo("0");
            }
        }
    }

    /// The trigger writes another mapped row.
    @ParameterizedTest
    @EnumSource(Shop.class)
    void whatATriggerWritesBesideIsCarriedBack(Shop to) throws SQLException {
        Shop from = to.peer();
        try (Workbench workbench = Workbench.start()) {
            DuetConfig config = prepare(workbench, to, "carry-back");
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.execute(from, "INSERT INTO tag VALUES (7, 'BOB', 'a', 1)");
                workbench.await(from, "SELECT what FROM trail WHERE id = 7", "BOB came");
                assertThat(workbench.one(to, "SELECT what FROM trail WHERE id = 7"))
                        .isEqualTo("BOB came");
                workbench.await(to, RESTING.formatted("trail", "beside"), "1");
            }
        }
    }

    /// Nothing is said of triggers: what one makes of a value is written once more, and then
    /// stands.
    @ParameterizedTest
    @EnumSource(Shop.class)
    void whatATriggerMakesOfAValueIsNoticed(Shop to) throws SQLException {
        Shop from = to.peer();
        try (Workbench workbench = Workbench.start()) {
            DuetConfig config = prepare(workbench, to, "notice");
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.execute(from, "INSERT INTO tag VALUES (1, 'bob', 'a', 1)");
                workbench.await(
                        to,
                        "SELECT happened FROM duet.trigger_effect WHERE entity = 'tag' AND effect ="
                                + " 'changed'",
                        "1");
                workbench.execute(from, "UPDATE tag SET note = 'b' WHERE id = 1");
                workbench.await(to, note(1), "b");
                assertThat(workbench.one(to, word(1))).isEqualTo("BOB");
                workbench.execute(to, "UPDATE tag SET word = 'eve' WHERE id = 1");
                workbench.await(from, word(1), "EVE");
                workbench.execute(from, "DELETE FROM tag WHERE id = 1");
                workbench.await(to, "SELECT count(*) FROM tag", "0");
            }
            assertThat(workbench.one(to, "SELECT count(*) FROM duet.quarantine")).isEqualTo("0");
        }
    }

    /// A row that no log has shown is mended as soon as the other side touches it.
    @Test
    void aRowThatWasWrittenPastTheLogIsMended() throws SQLException {
        try (Workbench workbench = Workbench.start()) {
            DuetConfig config = prepare(workbench, Shop.CRM, "notice");
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.execute(
                        Shop.CRM, "INSERT INTO tag VALUES (1, 'A', 'a', 1), (2, 'B', 'b', 2)");
                workbench.await(Shop.ERP, "SELECT count(*) FROM tag", "2");
                workbench.awaitArrival(Shop.CRM);
                workbench.execute(
                        Shop.ERP,
                        "SET SESSION sql_log_bin = 0",
                        "UPDATE tag SET note = 'past', hits = 9",
                        "SET SESSION sql_log_bin = 1");
                workbench.execute(Shop.CRM, "UPDATE tag SET hits = 3 WHERE id = 1");
                workbench.execute(Shop.CRM, "DELETE FROM tag WHERE id = 2");
                workbench.await(
                        Shop.ERP,
                        "SELECT group_concat(concat_ws(' ', id, word, note, hits)) FROM tag",
                        "1 A a 3");
            }
        }
    }

    /// A row that `rows` leaves out is no record, whoever made it such.
    @Test
    void aRowThatATriggerTakesOutOfTheRecordsIsDeletedOnTheOtherSide() throws SQLException {
        try (Workbench workbench = Workbench.start()) {
            for (Shop shop : Shop.values()) {
                workbench.execute(
                        shop, "CREATE TABLE tag (id bigint PRIMARY KEY, word varchar(20))");
            }
            DuetConfig config =
                    workbench.initialised(
                            """
                            tag:
                              tables: { crm: public.tag, erp: tag }
                              key: { id: id }
                              fields: { word: word }
                              rows: { word: [open, done] }
                              on-trigger: carry-back
                            """);
            workbench.execute(
                    Shop.ERP,
                    "CREATE TRIGGER shut BEFORE INSERT ON tag FOR EACH ROW SET NEW.word ="
                            + " IF(NEW.word = 'open', 'shut', NEW.word)");
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.execute(Shop.CRM, "INSERT INTO tag VALUES (1, 'open'), (2, 'done')");
                workbench.await(Shop.CRM, "SELECT string_agg(word, ',') FROM tag", "done");
                assertThat(
                                workbench.one(
                                        Shop.ERP, "SELECT group_concat(word ORDER BY id) FROM tag"))
                        .isEqualTo("shut,done");
            }
        }
    }

    /// No trigger is there: a client's insert is committed while ours waits for it.
    @Test
    void aRowThatAClientInsertsMeanwhileIsNoTriggersDoing() throws SQLException {
        try (Workbench workbench = Workbench.start();
                Connection client = workbench.server(Shop.CRM).connect("crm")) {
            DuetConfig config = prepareTables(workbench, "ignore");
            client.setAutoCommit(false);
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                Sql.execute(client, "INSERT INTO tag VALUES (1, 'crm', 'c', 1)");
                workbench.execute(Shop.ERP, "INSERT INTO tag VALUES (1, 'erp', 'e', 2)");
                workbench.await(
                        Shop.CRM,
                        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'duet_writer'"
                                + " AND wait_event_type = 'Lock'",
                        "1");
                client.commit();
                workbench.await(Shop.ERP, word(1), "crm");
                workbench.awaitSentinels();
            }
            assertThat(workbench.one(Shop.CRM, word(1))).isEqualTo("crm");
            assertNoTriggerIsSeen(workbench);
        }
    }

    /// Nor is a row that could not be written.
    @ParameterizedTest
    @EnumSource(Shop.class)
    void aRowThatAnotherIsInTheWayOfIsNoTriggersDoing(Shop to) throws SQLException {
        try (Workbench workbench = Workbench.start()) {
            DuetConfig config = prepareTables(workbench, "ignore");
            workbench.execute(to, "CREATE UNIQUE INDEX one ON tag (word)");
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.execute(
                        to.peer(), "INSERT INTO tag VALUES (1, 'a', 'x', 1), (2, 'b', 'y', 2)");
                workbench.await(to, "SELECT count(*) FROM tag", "2");
                workbench.execute(to.peer(), "UPDATE tag SET word = 'b' WHERE id = 1");
                workbench.execute(to.peer(), "INSERT INTO tag VALUES (3, 'a', 'z', 3)");
                workbench.await(to, "SELECT count(*) FROM duet.quarantine", "2");
            }
            assertNoTriggerIsSeen(workbench);
        }
    }

    private static void assertNoTriggerIsSeen(Workbench workbench) throws SQLException {
        for (Shop shop : Shop.values()) {
            assertThat(workbench.one(shop, "SELECT count(*) FROM duet.trigger_effect"))
                    .as(shop.toString())
                    .isEqualTo("0");
        }
    }

    private static String word(int id) {
        return "SELECT word FROM tag WHERE id = " + id;
    }

    private static String note(int id) {
        return "SELECT note FROM tag WHERE id = " + id;
    }

    private static DuetConfig prepareTables(Workbench workbench, String policy)
            throws SQLException {
        for (Shop shop : Shop.values()) {
            workbench.execute(
                    shop,
                    "CREATE TABLE tag (id bigint PRIMARY KEY, word varchar(20), note varchar(20),"
                            + " hits int)",
                    "CREATE TABLE trail (id bigint PRIMARY KEY, what varchar(40))");
        }
        DuetConfig config =
                workbench.initialised(
                        """
                        tag:
                          tables: { crm: public.tag, erp: tag }
                          key: { id: id }
                          fields: { word: word, note: note, hits: hits }
                          on-trigger: %s
                        trail:
                          tables: { crm: public.trail, erp: trail }
                          key: { id: id }
                          fields: { what: what }
                          on-trigger: %s
                        """
                                .formatted(policy, policy));
        return config;
    }

    private static DuetConfig prepare(Workbench workbench, Shop to, String policy)
            throws SQLException {
        DuetConfig config = prepareTables(workbench, policy);
        switch (to) {
            case CRM ->
                    workbench.execute(
                            to,
                            """
                            CREATE FUNCTION upper_word() RETURNS trigger LANGUAGE plpgsql AS
                            $$ BEGIN NEW.word := upper(NEW.word); RETURN NEW; END $$
                            """,
                            "CREATE TRIGGER up BEFORE INSERT OR UPDATE ON tag FOR EACH ROW EXECUTE"
                                    + " FUNCTION upper_word()",
                            """
                            CREATE FUNCTION leave_trail() RETURNS trigger LANGUAGE plpgsql
                            SECURITY DEFINER AS
                            $$ BEGIN INSERT INTO public.trail VALUES (NEW.id, NEW.word || ' came');
                            RETURN NEW; END $$
                            """,
                            "CREATE TRIGGER beside AFTER INSERT ON tag FOR EACH ROW EXECUTE"
                                    + " FUNCTION leave_trail()");
            case ERP ->
                    workbench.execute(
                            to,
                            "CREATE TRIGGER up_i BEFORE INSERT ON tag FOR EACH ROW SET NEW.word ="
                                    + " upper(NEW.word)",
                            "CREATE TRIGGER up_u BEFORE UPDATE ON tag FOR EACH ROW SET NEW.word ="
                                    + " upper(NEW.word)",
                            "CREATE TRIGGER beside AFTER INSERT ON tag FOR EACH ROW INSERT INTO"
                                    + " trail VALUES (NEW.id, concat(NEW.word, ' came'))");
        }
        return config;
    }
}
