package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// One record is one row on one side and rows of three tables on the other (`part-of`), each side
/// being the wide one of one entity. What is written after a change shows that the change was read.
@TestMethodOrder(OrderAnnotation.class)
final class SplitIT {
    @TempDir private static Path folder;
    private static CliBench bench;
    private static DuetProcess run;
    private static int last = 9_000_000;

    /// Where crm has it all in one row, and where erp has.
    private static Split crm;

    private static Split erp;

    static Stream<Split> both() {
        return Stream.of(crm, erp);
    }

    @BeforeAll
    static void prepare() throws Exception {
        crm = new Split("crm", "erp", "a");
        erp = new Split("erp", "crm", "b");
        bench = Split.bench(folder, crm, erp);
        run = bench.run();
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    @Order(1)
    void checkNamesOnlyWhatGoesWithoutItsWhole() throws Exception {
        Spoken check = bench.call("check");

        assertThat(check.all())
                .contains("SC037", "client_credit_a", "client_rating_b")
                .doesNotContain(
                        "SC008", "SC012", "SC013", "SC014", "SC019", "SC036", "email", "mine");
    }

    @ParameterizedTest
    @MethodSource("both")
    @Order(2)
    void aRowIsMadeChangedAndDeletedInAllTables(Split at) throws Exception {
        at.inWide("INSERT INTO {wide} (id, name, email, phone) VALUES (1, 'Ann', 'a@x', '1')");
        at.awaitNarrow(1, "Ann a@x:1 none");

        at.inWide("UPDATE {wide} SET name = 'Anna', phone = '2', mine = 'kept' WHERE id = 1");
        at.awaitNarrow(1, "Anna a@x:2 none");

        at.inWide("UPDATE {wide} SET email = NULL WHERE id = 1");
        at.awaitNarrow(1, "Anna -:2 none");
        at.inWide("UPDATE {wide} SET phone = NULL WHERE id = 1");
        at.awaitNarrow(1, "Anna none none");
        at.inWide("UPDATE {wide} SET phone = '3' WHERE id = 1");
        at.awaitNarrow(1, "Anna -:3 none");

        at.inWide("DELETE FROM {wide} WHERE id = 1");
        at.awaitNarrow(1, "none none none");

        at.inWide("INSERT INTO {wide} (id, name) VALUES (1, 'Bea')");
        at.awaitNarrow(1, "Bea none none");
    }

    @ParameterizedTest
    @MethodSource("both")
    @Order(3)
    void rowsOfThreeTablesAreOneRow(Split at) throws Exception {
        at.inNarrow(
                "BEGIN",
                "INSERT INTO {client} VALUES (2, 'Ben')",
                "INSERT INTO {contact} VALUES (2, 'b@x', NULL)",
                "COMMIT");
        at.awaitWide(2, "Ben:b@x:-:-:own");
        at.inWide("UPDATE {wide} SET mine = 'kept' WHERE id = 2");

        at.inNarrow("UPDATE {contact} SET email = NULL, phone = '5' WHERE client_id = 2");
        at.awaitWide(2, "Ben:-:5:-:kept");
        at.inNarrow("UPDATE {contact} SET phone = NULL WHERE client_id = 2");
        at.awaitWide(2, "Ben:-:-:-:kept");
        at.inNarrow("UPDATE {contact} SET email = 'c@x' WHERE client_id = 2");
        at.awaitWide(2, "Ben:c@x:-:-:kept");
        at.inNarrow("DELETE FROM {contact} WHERE client_id = 2");
        at.awaitWide(2, "Ben:-:-:-:kept");
        at.inNarrow("INSERT INTO {contact} VALUES (2, 'd@x', '6')");
        at.awaitWide(2, "Ben:d@x:6:-:kept");

        at.inNarrow("DELETE FROM {client} WHERE id = 2");
        at.awaitWide(2, "no row");
        assertThat(at.narrow(2)).isEqualTo("none none none");
    }

    @Test
    @Order(4)
    void oneTransactionIsOneOnTheOtherSide() throws Exception {
        erp.inWide("INSERT INTO {wide} (id, name, email) VALUES (3, 'Eve', 'e@x')");
        erp.awaitNarrow(3, "Eve e@x:- none");

        assertThat(
                        bench.askCrm(
                                "SELECT c.xmin::text = e.xmin::text FROM client_b c JOIN"
                                    + " client_contact_b e ON e.client_id = c.id WHERE c.id = 3"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @MethodSource("both")
    @Order(5)
    void aRowThatHasNoValueIsTakenByTheFirstOne(Split at) throws Exception {
        at.inNarrow(
                "INSERT INTO {client} VALUES (4, 'Ida')",
                "INSERT INTO {contact} VALUES (4, NULL, NULL)");
        at.awaitWide(4, "Ida:-:-:-:own");

        at.inWide("UPDATE {wide} SET email = 'i@x' WHERE id = 4");
        at.awaitNarrow(4, "Ida i@x:- none");
    }

    @ParameterizedTest
    @MethodSource("both")
    @Order(6)
    void theOwnersValueIsMadeAndTakenByTheOwnerAlone(Split at) throws Exception {
        at.inWide("INSERT INTO {wide} (id, name) VALUES (5, 'Joe')");
        at.awaitNarrow(5, "Joe none none");
        rate(at, at.isCrm(), 7);
        Split.await(() -> at.rating(5).equals("7 7"));

        rate(at, !at.isCrm(), null);
        awaitAll();
        Split.await(() -> at.rating(5).equals("7 7"));

        rate(at, at.isCrm(), null);
        Split.await(() -> at.rating(5).matches("null (none|null)"));

        if (at.isCrm()) {
            at.inNarrow("DELETE FROM {rating} WHERE client_id = 5");
        }
        rate(at, !at.isCrm(), 9);
        awaitAll();
        Split.await(() -> at.rating(5).matches("null (none|null)"));

        rate(at, at.isCrm(), 8);
        Split.await(() -> at.rating(5).equals("8 8"));
    }

    /// Sets it where it is one of the row's columns, or in its own table.
    private static void rate(Split at, boolean inWide, @Nullable Integer rating) throws Exception {
        if (inWide) {
            at.inWide("UPDATE {wide} SET rating = " + rating + " WHERE id = 5");
        } else if (at.rating(5).endsWith("none")) {
            at.inNarrow("INSERT INTO {rating} VALUES (5, " + rating + ")");
        } else {
            at.inNarrow("UPDATE {rating} SET rating = " + rating + " WHERE client_id = 5");
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    @Order(7)
    void aKeyChangeMovesAll(Split at) throws Exception {
        at.inWide("INSERT INTO {wide} (id, name, email) VALUES (10, 'Kim', 'k@x')");
        giveCredit(at, 10, 3);
        at.inWide("UPDATE {wide} SET mine = 'kept' WHERE id = 10");

        at.inWide("UPDATE {wide} SET id = 11, name = 'Kit' WHERE id = 10");
        at.awaitNarrow(11, "Kit k@x:- 3");
        assertThat(at.narrow(10)).isEqualTo("none none none");

        at.inNarrow(
                "BEGIN",
                "UPDATE {credit} SET client_id = 12 WHERE client_id = 11",
                "UPDATE {client} SET id = 12, name = 'Kai' WHERE id = 11",
                "COMMIT");
        at.awaitWide(12, "Kai:k@x:-:3:kept");
        assertThat(at.wide(11)).isEqualTo("no row");

        at.inNarrow(
                "BEGIN",
                "UPDATE {client} SET id = 13 WHERE id = 12",
                "UPDATE {credit} SET client_id = 13 WHERE client_id = 12",
                "UPDATE {contact} SET phone = '9' WHERE client_id = 13",
                "COMMIT");
        at.awaitWide(13, "Kai:k@x:9:3:kept");
    }

    private static void giveCredit(Split at, int id, int credit) throws Exception {
        if (at.isCrm()) {
            at.inWide("UPDATE {wide} SET credit = " + credit + " WHERE id = " + id);
        } else {
            at.inNarrow("INSERT INTO {credit} VALUES (" + id + ", " + credit + ")");
        }
        Split.await(
                () ->
                        at.credit(id).equals("" + credit)
                                && at.wide(id).contains(":" + credit + ":"));
    }

    @ParameterizedTest
    @MethodSource("both")
    @Order(8)
    void conflictsOfAPartAreOfItsFields(Split at) throws Exception {
        at.inWide(
                "INSERT INTO {wide} (id, name, email, phone) VALUES (20, 'Leo', 'l@x', '1'), (21,"
                        + " 'Lea', 'l@x', '1'), (22, 'Lou', 'l@x', '1'), (23, 'Liv', NULL, NULL)");
        at.awaitNarrow(22, "Lou l@x:1 none");
        at.awaitNarrow(23, "Liv none none");
        run.endsCleanlyOn("TERM");
        at.inWide(
                "UPDATE {wide} SET email = 'w@x' WHERE id = 20",
                "UPDATE {wide} SET email = NULL WHERE id = 21",
                "DELETE FROM {wide} WHERE id = 22",
                "UPDATE {wide} SET email = 'w@x', name = 'Lw' WHERE id = 23");
        at.inNarrow(
                "UPDATE {contact} SET email = 'n@x', phone = '2' WHERE client_id = 20",
                "UPDATE {contact} SET phone = NULL WHERE client_id = 21",
                "UPDATE {contact} SET phone = '2' WHERE client_id = 22",
                "INSERT INTO {contact} VALUES (23, 'n@x', '2')");

        run = bench.run();

        String email = at.isCrm() ? "w@x" : "n@x"; // crm is listed first
        String phone = at.isCrm() ? "-" : "2";
        at.awaitWide(20, "Leo:" + email + ":2:-:own");
        at.awaitNarrow(20, "Leo " + email + ":2 none");
        at.awaitWide(21, "Lea:-:-:-:own");
        Split.await(() -> at.narrow(21).matches("Lea (none|-:-) none"));
        at.awaitWide(22, "no row");
        at.awaitNarrow(22, "none none none");
        at.awaitWide(23, "Lw:" + email + ":" + phone + ":-:own");
        at.awaitNarrow(23, "Lw " + email + ":" + phone + " none");

        at.inWide("UPDATE {wide} SET phone = '8' WHERE id = 21");
        at.awaitNarrow(21, "Lea -:8 none");
        at.inNarrow("UPDATE {contact} SET email = 'm@x' WHERE client_id = 21");
        at.awaitWide(21, "Lea:m@x:8:-:own");
    }

    @ParameterizedTest
    @MethodSource("both")
    @Order(9)
    void aPartIsHeldWithItsWhole(Split at) throws Exception {
        at.inNarrow(
                "INSERT INTO {client} VALUES (30, 'much too long a name')",
                "INSERT INTO {contact} VALUES (30, 'm@x', NULL)");
        Split.await(() -> bench.call("quarantine", "list").out().contains("contact_"));
        Spoken list = bench.call("quarantine", "list");
        assertThat(list.out()).contains("customer_", "has no row with this key");
        assertThat(at.wide(30)).isEqualTo("no row");

        at.inNarrow("UPDATE {client} SET name = 'Max' WHERE id = 30");
        Spoken retry = bench.call("quarantine", "retry", "--all");

        assertThat(retry.exitCode()).as(retry.all()).isZero();
        at.awaitWide(30, "Max:m@x:-:-:own");
        Split.await(() -> bench.call("quarantine", "list").exitCode() == 0);
    }

    /// The delete has not seen the new part, nor the part the delete.
    @ParameterizedTest
    @MethodSource("both")
    @Order(10)
    void aPartThatWasMadeBesideADeleteWaitsForAPerson(Split at) throws Exception {
        at.inWide("INSERT INTO {wide} (id, name) VALUES (40, 'Nia')");
        at.awaitNarrow(40, "Nia none none");
        run.endsCleanlyOn("TERM");
        at.inWide("DELETE FROM {wide} WHERE id = 40");
        at.inNarrow("INSERT INTO {contact} VALUES (40, 'n@x', NULL)");

        run = bench.run();

        Split.await(() -> bench.call("quarantine", "list").out().contains("contact_"));
        Spoken discard = bench.call("quarantine", "discard", "--all", "--reason", "gone");
        assertThat(discard.exitCode()).as(discard.all()).isZero();
        Split.await(() -> at.narrow(40).equals("none none none"));
        assertThat(at.wide(40)).isEqualTo("no row");
        Split.await(() -> bench.call("quarantine", "list").exitCode() == 0);
    }

    @ParameterizedTest
    @MethodSource("both")
    @Order(11)
    void aKillChangesNothing(Split at) throws Exception {
        for (int id = 50; id < 90; id++) {
            at.inWide("INSERT INTO {wide} (id, name, phone) VALUES (" + id + ", 'Oda', '1')");
        }
        at.awaitNarrow(89, "Oda -:1 none");
        run.signal("KILL");
        run.awaitEnd();
        at.inWide(
                "UPDATE {wide} SET phone = NULL WHERE id < 60 AND id >= 50",
                "DELETE FROM {wide} WHERE id BETWEEN 60 AND 69",
                "UPDATE {wide} SET email = 'o@x' WHERE id BETWEEN 70 AND 79");
        at.inNarrow(
                "UPDATE {contact} SET email = 'p@x' WHERE client_id BETWEEN 70 AND 79",
                "DELETE FROM {client} WHERE id BETWEEN 80 AND 89");

        run = bench.run();
        run.signal("KILL");
        run.awaitEnd();
        run = bench.run();

        String email = at.isCrm() ? "o@x" : "p@x";
        at.awaitNarrow(59, "Oda none none");
        at.awaitNarrow(69, "none none none");
        at.awaitNarrow(79, "Oda " + email + ":1 none");
        at.awaitWide(79, "Oda:" + email + ":1:-:own");
        at.awaitWide(89, "no row");
    }

    @Test
    @Order(12)
    void aLargeTransactionTooEitherWay() throws Exception {
        crm.inWide(
                "INSERT INTO {wide} (id, name, phone) SELECT i, 'many', '1' FROM"
                        + " generate_series(100001, 115000) i");
        Split.await(
                () ->
                        bench.askErp(
                                        crm.named(
                                                "SELECT count(*) FROM {contact} WHERE phone = '1'"
                                                        + " AND client_id > 100000"))
                                .equals("15000"));

        erp.inNarrow(
                "BEGIN",
                "INSERT INTO {client} SELECT i, 'many' FROM generate_series(100001, 115000) i",
                "INSERT INTO {contact} SELECT i, NULL, '1' FROM generate_series(100001, 115000) i",
                "COMMIT");
        Split.await(
                () ->
                        bench.askErp(
                                        erp.named(
                                                "SELECT count(*) FROM {wide} WHERE phone = '1' AND"
                                                        + " id > 100000"))
                                .equals("15000"));
    }

    @Test
    @Order(13)
    void theDocumentSaysWhatIsOneRow() throws Exception {
        Spoken docs = bench.call("docs", "--out", folder.toString());

        assertThat(docs.exitCode()).as(docs.all()).isZero();
        assertThat(Files.readString(folder.resolve("mapping.md")))
                .contains(
                        "Part of `customer_a`: in crm both are one row", "Has parts: `contact_a`");
    }

    /// Whatever the tests did, both sides hold the same.
    @Test
    @Order(14)
    void bothSidesAreEqual() throws Exception {
        awaitAll();

        Spoken compare = bench.call("compare");

        assertThat(compare.exitCode()).as(compare.all()).isZero();
        assertThat(bench.call("quarantine", "list").exitCode()).isZero();
        run.endsCleanlyOn("TERM");
    }

    private static void awaitAll() throws Exception {
        int mark = ++last;
        crm.inWide("INSERT INTO {wide} (id, name) VALUES (" + mark + ", 'mark')");
        erp.inWide("INSERT INTO {wide} (id, name) VALUES (" + mark + ", 'mark')");
        crm.awaitNarrow(mark, "mark none none");
        erp.awaitNarrow(mark, "mark none none");
    }
}
