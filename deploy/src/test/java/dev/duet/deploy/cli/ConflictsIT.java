package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

/// Conflicts made while Duet is down, and what `duet conflicts` then makes of them on both sides.
/// Order matters: later tests use what earlier ones left.
@TestMethodOrder(OrderAnnotation.class)
final class ConflictsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static final int NAME = 1;
    private static final int REVIEW_KEPT = 2;
    private static final int REVIEW_TURNED = 3;
    private static final int REVIEW_OTHER = 4;
    private static final int DELETED = 5;
    private static final int STAYED = 6;
    private static final int CHANGED_SINCE = 7;
    private static final int NAME_OF_CRM = 8;
    private static final int DELETED_IN_CRM = 9;
    private static final int LAST = 9;

    @TempDir static Path folder;
    private static CliBench bench;
    private static DuetProcess run;

    @BeforeAll
    static void makeConflicts() throws Exception {
        bench = new CliBench(folder);
        rules("duet.yaml", "latest");
        rules("new.yaml", "{ prefer: crm }");
        run = bench.run();
        for (int id = NAME; id < LAST; id++) {
            bench.crm("INSERT INTO customer VALUES (" + id + ", 'old', 'old')");
        }
        bench.erp("INSERT INTO client VALUES (" + LAST + ", 'old', 'old')");
        for (int id = NAME; id <= LAST; id++) {
            bothHave(id, "old|old");
        }
        run.endsCleanlyOn("TERM");
        for (int id : new int[] {NAME, CHANGED_SINCE}) {
            bench.crm("UPDATE customer SET full_name = 'of crm' WHERE customer_id = " + id);
            bench.erp("UPDATE client SET client_name = 'of erp' WHERE account = " + id);
        }
        for (int id : new int[] {REVIEW_KEPT, REVIEW_TURNED, REVIEW_OTHER}) {
            bench.crm("UPDATE customer SET note = 'of crm' WHERE customer_id = " + id);
            bench.erp("UPDATE client SET note = 'of erp' WHERE account = " + id);
        }
        bench.crm("UPDATE customer SET note = 'lost' WHERE customer_id = " + DELETED);
        bench.erp("DELETE FROM client WHERE account = " + DELETED);
        bench.erp("DELETE FROM client WHERE account = " + STAYED);
        bench.crm("UPDATE customer SET note = 'stays' WHERE customer_id = " + STAYED);
        bench.erp("UPDATE client SET client_name = 'of erp' WHERE account = " + NAME_OF_CRM);
        bench.crm("UPDATE customer SET full_name = 'of crm' WHERE customer_id = " + NAME_OF_CRM);
        bench.erp("UPDATE client SET note = 'lost' WHERE account = " + DELETED_IN_CRM);
        bench.crm("DELETE FROM customer WHERE customer_id = " + DELETED_IN_CRM);
        run = bench.run();
        bothHave(NAME_OF_CRM, "of crm|old");
        bothHave(DELETED_IN_CRM, "no row");
        bothHave(NAME, "of erp|old");
        bothHave(CHANGED_SINCE, "of erp|old");
        await().atMost(LIMIT).until(() -> list("--open").size() == 3);
        for (int id : new int[] {REVIEW_KEPT, REVIEW_TURNED, REVIEW_OTHER}) {
            assertThat(inCrm(id)).isEqualTo("old|of crm");
            assertThat(inErp(id)).isEqualTo("old|of erp");
        }
        bothHave(DELETED, "no row");
        bothHave(STAYED, "old|stays");
    }

    /// The bench's file with rules.
    private static void rules(String name, String ofName) throws IOException {
        Files.writeString(
                folder.resolve(name),
                Files.readString(folder.resolve("duet.yaml"))
                        .replaceFirst(
                                "name: \\{ crm: full_name, erp: client_name.*",
                                "name: { crm: full_name, erp: client_name, on-conflict: "
                                        + ofName
                                        + " }")
                        .replace(
                                "      note: note\n",
                                """
                                      note: { crm: note, erp: note, on-conflict: review }
                                    update-vs-delete: latest
                                """));
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    @Order(1)
    void listNamesEachConflictOnceAndFinishesWithOneWhileReviewsWait() throws Exception {
        Spoken list = bench.call("conflicts", "list", "--since", "1h");
        assertThat(list.exitCode()).as(list.all()).isEqualTo(1);
        assertThat(list.out())
                .contains("WINNER", "'of crm'", "open review")
                .doesNotContain("\u001b[");
        assertThat(list("--entity", "customer").size()).as(list.out()).isEqualTo(LAST);
        assertThat(list("--field", "name").size()).isEqualTo(3);
        assertThat(list("--field", "presence").size()).isEqualTo(3);
        assertThat(list("--record", "1").size()).isEqualTo(1);
        assertThat(list("--rule", "latest").size()).isEqualTo(6);
        assertThat(list("--open").size()).isEqualTo(3);
        assertThat(list("--limit", "2").size()).isEqualTo(2);
        assertThat(list("--since", "2999-01-01").size()).isZero();
        assertThat(bench.call("conflicts", "list", "--field", "name").exitCode()).isZero();
    }

    @Test
    @Order(2)
    void showHasBothChangesUnderEitherName() throws Exception {
        JsonNode name = list("--record", "" + NAME).get(0);
        assertThat(name.at("/ids").size()).isEqualTo(2);
        assertThat(name.at("/winner").asText()).isEqualTo("erp");

        Spoken one = bench.call("conflicts", "show", name.at("/ids/0").asText());
        Spoken two = bench.call("conflicts", "show", name.at("/ids/1").asText());

        assertThat(one.exitCode()).as(one.all()).isZero();
        assertThat(one.out())
                .isEqualTo(two.out())
                .contains("crm did", "'of crm'", "'of erp'", "erp wrote later", "latest")
                .contains("\"name\":\"old\"");
        assertThat(bench.call("conflicts", "show", "crm:9999").exitCode()).isEqualTo(2);
        assertThat(bench.call("conflicts", "show", "nonsense").exitCode()).isEqualTo(2);
    }

    @Test
    @Order(3)
    void whatIfSaysWhichWinnersWouldBeOthersAndWritesNothing() throws Exception {
        Spoken same = bench.call("conflicts", "what-if", "--json");
        assertThat(same.exitCode()).as(same.all()).isZero();
        assertThat(JSON.readTree(same.out()).at("/conflicts"))
                .hasSize(LAST)
                .noneMatch(it -> it.at("/changed").asBoolean());

        Spoken text = bench.callWith("new.yaml", "conflicts", "what-if");
        assertThat(text.exitCode()).as(text.all()).isZero();
        assertThat(text.out()).contains("OTHER WINNER", "prefer: crm", "crm is preferred");
        JsonNode other =
                JSON.readTree(bench.callWith("new.yaml", "conflicts", "what-if", "--json").out());
        assertThat(other.at("/conflicts"))
                .filteredOn(it -> it.at("/changed").asBoolean())
                .hasSize(2)
                .allMatch(it -> it.at("/wouldWin").asText().equals("crm"));
    }

    @Test
    @Order(4)
    void revertBringsTheLosersValueToBothSides() throws Exception {
        bench.crm("ALTER TABLE customer ADD CONSTRAINT no CHECK (full_name <> 'of crm') NOT VALID");
        Spoken refused = revert(NAME);
        bench.crm("ALTER TABLE customer DROP CONSTRAINT no");
        assertThat(refused.exitCode()).as(refused.all()).isEqualTo(4);
        assertThat(refused.err()).contains("crm refuses it", "mend: ").doesNotContain("\tat ");

        Spoken revert = revert(NAME);

        assertThat(revert.exitCode()).as(revert.all()).isZero();
        bothHave(NAME, "of crm|old");
        JsonNode done = list("--record", "" + NAME).get(0);
        assertThat(done.at("/state").asText()).isEqualTo("reverted");
        assertThat(done.at("/actions").size()).isEqualTo(1);
        assertThat(done.at("/actions/0/by").asText()).contains("@");
        assertThat(done.at("/actions/0/written").asText()).isEqualTo("of crm");
        assertThat(revert(NAME).exitCode()).isEqualTo(4);
        assertThat(revert(NAME_OF_CRM).exitCode()).isZero();
        bothHave(NAME_OF_CRM, "of erp|old");
    }

    @Test
    @Order(5)
    void revertOfWhatWasChangedSinceNeedsForce() throws Exception {
        bench.crm("UPDATE customer SET full_name = 'newer' WHERE customer_id = " + CHANGED_SINCE);
        bothHave(CHANGED_SINCE, "newer|old");

        Spoken refused = revert(CHANGED_SINCE);
        assertThat(refused.exitCode()).as(refused.all()).isEqualTo(4);
        assertThat(refused.err()).contains("'newer'", "--force").doesNotContain("\tat ");
        bothHave(CHANGED_SINCE, "newer|old");
        assertThat(list("--record", "" + CHANGED_SINCE).at("/0/state").asText())
                .isEqualTo("decided");

        Spoken forced = revert(CHANGED_SINCE, "--force");
        assertThat(forced.exitCode()).as(forced.all()).isZero();
        bothHave(CHANGED_SINCE, "of crm|old");
    }

    @Test
    @Order(6)
    void reviewsAreClosedByTakingASideOrSettingAValue() throws Exception {
        assertThat(revert(REVIEW_KEPT).exitCode()).isEqualTo(4);
        assertThat(resolve(REVIEW_OTHER, "--set", "nothing=1").exitCode()).isEqualTo(2);
        Spoken kept = resolve(REVIEW_KEPT, "--take", "erp");
        assertThat(kept.exitCode()).as(kept.all()).isZero();
        assertThat(kept.out()).contains("the row as it is in erp stands on both sides");
        Spoken turned = resolve(REVIEW_TURNED, "--winner", "crm");
        assertThat(turned.exitCode()).as(turned.all()).isZero();
        Spoken other = resolve(REVIEW_OTHER, "--set", "note=neither");
        assertThat(other.exitCode()).as(other.all()).isZero();

        bothHave(REVIEW_KEPT, "old|of erp");
        bothHave(REVIEW_TURNED, "old|of crm");
        bothHave(REVIEW_OTHER, "old|neither");
        assertThat(list("--open").size()).isZero();
        assertThat(list("--rule", "review"))
                .hasSize(3)
                .allMatch(it -> it.at("/state").asText().equals("resolved"));
        assertThat(resolve(REVIEW_KEPT, "--take", "crm").exitCode()).isEqualTo(4);
        assertThat(resolve(NAME, "--take", "crm").exitCode()).isEqualTo(4);
        assertThat(resolve(REVIEW_KEPT, "--take", "nobody").exitCode()).isEqualTo(2);
        run.endsCleanlyOn("TERM");
        assertThat(run.all())
                .contains("a record is held on both sides", "entity=customer")
                .contains("code=REVIEW", "mend='duet conflicts list --open'");
    }

    @Test
    @Order(7)
    void lostRecordIsInsertedAndLostDeleteDoneAgainWhileDuetIsDown() throws Exception {
        Spoken inserted = revert(DELETED);
        assertThat(inserted.exitCode()).as(inserted.all()).isZero();
        assertThat(revert(DELETED_IN_CRM).exitCode()).isZero();
        Spoken deleted = revert(STAYED);
        assertThat(deleted.exitCode()).as(deleted.all()).isZero();

        run = bench.run();

        bothHave(DELETED, "old|lost");
        bothHave(DELETED_IN_CRM, "old|lost");
        bothHave(STAYED, "no row");
        assertThat(list("--limit", "0").size()).isEqualTo(LAST);
        assertThat(bench.call("quarantine", "list").exitCode()).isZero();
    }

    @Test
    @Order(8)
    void allOpenReviewsAreResolvedOnceConfirmed() throws Exception {
        run.endsCleanlyOn("TERM");
        bench.crm("UPDATE customer SET note = 'crm again' WHERE customer_id < 4");
        bench.erp("UPDATE client SET note = 'erp again' WHERE account < 4");
        run = bench.run();
        await().atMost(LIMIT).until(() -> list("--open").size() == 3);
        String[] words = {"conflicts", "resolve", "--all", "--take", "crm", "--reason", "leads"};

        Spoken unconfirmed = bench.call(words);
        assertThat(unconfirmed.exitCode()).as(unconfirmed.all()).isEqualTo(2);
        assertThat(unconfirmed.err()).contains("3 open reviews", "--yes");
        String[] confirmed = Arrays.copyOf(words, words.length + 1);
        confirmed[words.length] = "--yes";
        Spoken done = bench.call(confirmed);

        assertThat(done.exitCode()).as(done.all()).isZero();
        await().atMost(LIMIT)
                .until(
                        () ->
                                bench.askErp("SELECT count(*) FROM client WHERE note = 'crm again'")
                                        .equals("3"));
        run.endsCleanlyOn("TERM");
        for (String command : new String[] {"list", "show", "resolve", "revert", "what-if"}) {
            Spoken help = bench.call("conflicts", command, "--help");
            assertThat(help.exitCode()).isZero();
            assertThat(help.out()).contains("Example");
        }
    }

    private static Spoken revert(int record, String... more) throws Exception {
        return act("revert", record, more);
    }

    private static Spoken resolve(int record, String... more) throws Exception {
        return act("resolve", record, more);
    }

    private static Spoken act(String verb, int record, String... more) throws Exception {
        String id = list("--record", "" + record).at("/0/id").asText();
        String[] words = new String[more.length + 5];
        System.arraycopy(
                new String[] {"conflicts", verb, id, "--reason", "a test"}, 0, words, 0, 5);
        System.arraycopy(more, 0, words, 5, more.length);
        return bench.call(words);
    }

    private static JsonNode list(String... filters) throws Exception {
        String[] words = new String[filters.length + 3];
        System.arraycopy(new String[] {"conflicts", "list", "--json"}, 0, words, 0, 3);
        System.arraycopy(filters, 0, words, 3, filters.length);
        Spoken list = bench.call(words);
        assertThat(list.exitCode()).as(list.all()).isLessThan(2);
        return JSON.readTree(list.out());
    }

    private static void bothHave(int record, String row) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> {
                            assertThat(inCrm(record)).as("crm %s", record).isEqualTo(row);
                            assertThat(inErp(record)).as("erp %s", record).isEqualTo(row);
                        });
    }

    private static String inCrm(int record) throws SQLException {
        return bench.askCrm(
                "SELECT concat(full_name, '|', note) FROM customer WHERE customer_id = " + record);
    }

    private static String inErp(int record) throws SQLException {
        return bench.askErp(
                "SELECT concat(client_name, '|', note) FROM client WHERE account = " + record);
    }
}
