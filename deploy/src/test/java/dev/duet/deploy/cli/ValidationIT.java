package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;

/// Rules for records, in both directions: what becomes of a record that does not meet one, and that
/// both sides are the same once it is decided. Both tables look alike. Each test works on records
/// of its own and leaves nothing held.
@TestMethodOrder(OrderAnnotation.class)
final class ValidationIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String ORDERED = "low <= high";
    private static final String ENTITIES =
            """
            item:
              tables: { crm: item, erp: item }
              key: { id: id }
              fields:
                name: name
                state: state
                low: low
                high: high
                price: { crm: price, erp: price, on-conflict: { prefer: erp } }
              validate:
                - { required: [name] }
                - { rule: "%s", name: ordered, message: low is not above high }
                - { format: { state: "[a-z]+" }, severity: reject }
                - { rule: "name != 'odd'", severity: warn, message: a name is not odd }
                - range: { price: { min: 0, max: 100 } }
                  severity: repair
                  set: { price: "price < 0 ? 0 : 100" }
            """;
    private static final String TABLE =
            "CREATE TABLE item (id int PRIMARY KEY, name varchar(20), state varchar(20), low int,"
                    + " high int, price numeric(10,2))";

    @TempDir private static Path folder;
    private static CliBench bench;
    private static DuetProcess run;
    private static int last = 100;

    /// Where a change is made.
    enum Side {
        CRM,
        ERP;

        Side peer() {
            return this == CRM ? ERP : CRM;
        }

        void write(String sql) throws SQLException {
            if (this == CRM) {
                bench.crm(sql);
            } else {
                bench.erp(sql);
            }
        }

        String ask(String sql) throws SQLException {
            return this == CRM ? bench.askCrm(sql) : bench.askErp(sql);
        }

        String row(int id) throws SQLException {
            return ask(
                    "SELECT concat_ws(':', name, state, low, high, price) FROM item WHERE id = "
                            + id);
        }

        /// The code and status of what this side's database keeps of a record of the other's.
        String kept(int id) throws SQLException {
            return ask(
                    "SELECT concat_ws(':', code, status) FROM duet.quarantine WHERE code <>"
                            + " 'FOLLOWS' AND record_key = '"
                            + id
                            + "' ORDER BY id DESC LIMIT 1");
        }
    }

    @BeforeAll
    static void prepare() throws Exception {
        bench = new CliBench(folder, TABLE, TABLE, ENTITIES.formatted(ORDERED));
        run = bench.run();
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    @Order(1)
    void aRecordThatDoesNotMeetARuleIsHeldUntilItDoes(Side side) throws Exception {
        int id = ++last;
        side.write("INSERT INTO item VALUES (" + id + ", NULL, 'new', 1, 2, 5)");
        await(() -> side.peer().kept(id).equals("name-required:held"));
        assertThat(side.peer().row(id)).isEqualTo("no row");
        assertThat(bench.call("quarantine", "list").out())
                .contains("name-required: name has a value");

        Spoken early = bench.call("quarantine", "retry", "--rule", "name-required");
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.out()).contains("still held", "name has a value");

        side.write("UPDATE item SET name = 'Ann' WHERE id = " + id);
        retryAll();

        await(() -> side.peer().row(id).equals("Ann:new:1:2:5.00"));
        side.write("UPDATE item SET low = 3 WHERE id = " + id);
        await(() -> side.peer().kept(id).equals("ordered:held"));
        assertThat(side.peer().row(id)).isEqualTo("Ann:new:1:2:5.00");
        Spoken discard = bench.call("quarantine", "discard", "--all", "--reason", "it was right");
        assertThat(discard.exitCode()).as(discard.all()).isZero();
        await(() -> side.row(id).equals("Ann:new:1:2:5.00"));
        assertSame(id);
    }

    @ParameterizedTest
    @EnumSource
    @Order(2)
    void aRecordThatIsWarnedOfGoesOverAndIsNamedInTheLog(Side side) throws Exception {
        int id = ++last;
        side.write("INSERT INTO item VALUES (" + id + ", 'odd', 'new', 1, 2, 5)");
        await(() -> side.peer().row(id).equals("odd:new:1:2:5.00"));
        String direction = side == Side.CRM ? "direction=crm→erp" : "direction=erp→crm";
        await(
                () ->
                        run.all()
                                .contains(
                                        "do not meet a rule "
                                                + direction
                                                + " entity=item count=1 reason=name: a name is not"
                                                + " odd"));
        assertSame(id);
    }

    @ParameterizedTest
    @EnumSource
    @Order(3)
    void aRecordThatIsRepairedCountsAsTheRepairedOne(Side side) throws Exception {
        int id = ++last;
        side.write("INSERT INTO item VALUES (" + id + ", 'a', 'new', 1, 2, -5)");
        await(() -> side.peer().row(id).equals("a:new:1:2:0.00"));
        assertThat(side.row(id)).isEqualTo("a:new:1:2:-5.00");

        side.peer().write("UPDATE item SET name = 'b' WHERE id = " + id);
        await(() -> side.row(id).equals("b:new:1:2:-5.00"));
        side.write("UPDATE item SET price = 500, name = 'c' WHERE id = " + id);
        await(() -> side.peer().row(id).equals("c:new:1:2:100.00"));
        side.peer().write("UPDATE item SET price = 7 WHERE id = " + id);
        await(() -> side.row(id).equals("c:new:1:2:7.00"));
        assertSame(id);
    }

    @ParameterizedTest
    @EnumSource
    @Order(4)
    void aRecordThatIsRejectedBecomesAgainWhatTheOtherSideHas(Side side) throws Exception {
        int id = ++last;
        int made = ++last;
        side.write("INSERT INTO item VALUES (" + id + ", 'a', 'new', 1, 2, 5)");
        await(() -> side.peer().row(id).equals("a:new:1:2:5.00"));

        side.write("UPDATE item SET state = 'BAD', low = 2 WHERE id = " + id);
        side.write("INSERT INTO item VALUES (" + made + ", 'a', 'BAD', 1, 2, 5)");

        await(() -> side.row(id).equals("a:new:1:2:5.00"));
        await(() -> side.row(made).equals("no row"));
        await(() -> side.peer().kept(id).equals("state-format:discarded"));
        await(() -> side.peer().kept(made).equals("state-format:discarded"));
        assertThat(
                        side.peer()
                                .ask(
                                        "SELECT settled_by FROM duet.quarantine WHERE record_key ="
                                                + " '"
                                                + id
                                                + "'"))
                .isEqualTo("duet: rule state-format");
        side.write("UPDATE item SET low = 2 WHERE id = " + id);
        await(() -> side.peer().row(id).equals("a:new:2:2:5.00"));
        assertSame(id);
    }

    /// Each side's change meets the rule, and what comes of both does not.
    @Test
    @Order(5)
    void whatComesOfBothSidesChangesIsAskedToo() throws Exception {
        int id = ++last;
        bench.crm("INSERT INTO item VALUES (" + id + ", 'a', 'new', 1, 9, 5)");
        await(() -> Side.ERP.row(id).equals("a:new:1:9:5.00"));
        run.endsCleanlyOn("TERM");
        bench.crm("UPDATE item SET low = 6 WHERE id = " + id);
        bench.erp("UPDATE item SET high = 4 WHERE id = " + id);
        run = bench.run();

        await(
                () ->
                        Side.CRM.kept(id).equals("ordered:held")
                                || Side.ERP.kept(id).equals("ordered:held"));

        bench.crm("UPDATE item SET low = 2, high = 8 WHERE id = " + id);
        bench.erp("UPDATE item SET low = 2, high = 7 WHERE id = " + id);
        retryAll();
        await(() -> Side.CRM.row(id).equals(Side.ERP.row(id)));
        assertSame(id);
    }

    @ParameterizedTest
    @EnumSource
    @Order(6)
    void aHeldRecordIsAskedTheRulesOfTheFileAsItIsNow(Side side) throws Exception {
        int id = ++last;
        side.write("INSERT INTO item VALUES (" + id + ", 'a', 'new', 3, 2, 5)");
        await(() -> side.peer().kept(id).equals("ordered:held"));
        run.endsCleanlyOn("TERM");
        bench.say(ENTITIES.formatted("low <= high + 1"));
        run = bench.run();

        retryAll();

        await(() -> side.peer().row(id).equals("a:new:3:2:5.00"));
        assertSame(id);
        run.endsCleanlyOn("TERM");
        bench.say(ENTITIES.formatted(ORDERED));
        run = bench.run();
        side.write("UPDATE item SET high = 3 WHERE id = " + id);
        await(() -> side.peer().row(id).equals("a:new:3:3:5.00"));
    }

    /// Each side's record is one that was repaired or needs no repair, and what comes of both would
    /// be read as another one.
    @Test
    @Order(7)
    void whatComesOfBothAndNeedsRepairIsHeld() throws Exception {
        int id = ++last;
        bench.crm("INSERT INTO item VALUES (" + id + ", 'a', 'new', 1, 2, 5)");
        await(() -> Side.ERP.row(id).equals("a:new:1:2:5.00"));
        run.endsCleanlyOn("TERM");
        bench.say(
                ENTITIES.formatted(ORDERED)
                        + """
                        - rule: "state != 'free' || price == decimal(0)"
                          name: free
                          severity: repair
                          set: { price: "0" }
                        """
                                .indent(4));
        bench.crm("UPDATE item SET state = 'free' WHERE id = " + id);
        bench.erp("UPDATE item SET price = 7 WHERE id = " + id);
        run = bench.run();

        await(() -> Side.CRM.kept(id).equals("free:held") || Side.ERP.kept(id).equals("free:held"));

        bench.crm("UPDATE item SET name = 'c', state = 'free', price = 0 WHERE id = " + id);
        bench.erp("UPDATE item SET name = 'e', state = 'free', price = 0 WHERE id = " + id);
        retryAll();
        await(() -> Side.CRM.row(id).equals(Side.ERP.row(id)));
        bench.crm("UPDATE item SET name = 'both' WHERE id = " + id);
        await(() -> Side.ERP.row(id).equals("both:free:1:2:0.00"));
        bench.erp("UPDATE item SET state = 'sold', price = 3 WHERE id = " + id);
        await(() -> Side.CRM.row(id).equals("both:sold:1:2:3.00"));
    }

    private static void retryAll() throws Exception {
        Spoken retry = bench.call("quarantine", "retry", "--all");
        assertThat(retry.exitCode()).as(retry.all()).isZero();
        await(() -> bench.call("quarantine", "list").exitCode() == 0);
    }

    /// Both sides have the record alike once what was written since has gone over, and nothing is
    /// held.
    private static void assertSame(int id) throws Exception {
        for (Side side : Side.values()) {
            int mark = ++last;
            side.write("INSERT INTO item VALUES (" + mark + ", 'mark', 'new', 1, 2, 5)");
            await(() -> side.peer().row(mark).equals("mark:new:1:2:5.00"));
        }
        assertThat(Side.CRM.row(id)).isEqualTo(Side.ERP.row(id));
        assertThat(bench.call("quarantine", "list").out()).contains("nothing is held");
        assertThat(bench.askCrm("SELECT count(*) FROM duet.conflict")).isEqualTo("0");
        assertThat(bench.askErp("SELECT count(*) FROM duet.conflict")).isEqualTo("0");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
