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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// From two unlike schemas to a running sync, by what `duet scaffold` proposes and not a word of
/// ours.
@TestMethodOrder(OrderAnnotation.class)
final class ScaffoldIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int NOBODY_LISTENS = 1;
    private static final String[] ADMINS = {"--admin", "crm=postgres", "--admin", "erp=root"};

    private static final List<String> CRM =
            List.of(
                    """
                    CREATE TABLE tbl_customers (customer_id int PRIMARY KEY, full_name varchar(60) NOT NULL,
                        status varchar(10) NOT NULL, owed numeric(12,2) NOT NULL, email varchar(80),
                        internal_note text, shout text GENERATED ALWAYS AS (upper(full_name)) STORED)
                    """,
                    """
                    CREATE TABLE tbl_orders (id bigint PRIMARY KEY, customer_id int NOT NULL REFERENCES tbl_customers,
                        placed date NOT NULL)
                    """,
                    """
                    CREATE TABLE tbl_order_lines (order_id bigint REFERENCES tbl_orders, line_no int, sku varchar(20) NOT NULL,
                        quantity int NOT NULL, PRIMARY KEY (order_id, line_no))
                    """,
                    "CREATE TABLE tbl_visits (happened timestamptz, page text)",
                    "CREATE TABLE tbl_campaigns (slogan varchar(40) PRIMARY KEY, budget int)",
                    """
                    INSERT INTO tbl_customers
                    SELECT i, 'Person ' || i, (ARRAY['active','blocked','closed'])[i % 3 + 1], i * 1.25,
                        'p' || i || '@example.org', 'note' FROM generate_series(1, 60) i
                    """,
                    "INSERT INTO tbl_orders SELECT i, i % 60 + 1, date '2026-01-01' + i FROM"
                            + " generate_series(1, 80) i",
                    "INSERT INTO tbl_order_lines SELECT i, 1, 'SKU-' || i % 7, i % 5 + 1 FROM"
                            + " generate_series(1, 80) i");
    private static final String NUMBERS =
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
            """;
    private static final List<String> ERP =
            List.of(
                    "ALTER DATABASE erp CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin",
                    """
                    CREATE TABLE Client (accountNumber int PRIMARY KEY, clientName varchar(60) NOT NULL,
                        state char(1) NOT NULL, owedCents bigint NOT NULL, mail varchar(80), batch int DEFAULT 0)
                    """,
                    """
                    CREATE TABLE SalesOrder (orderNo bigint PRIMARY KEY, clientNo int NOT NULL, placedOn date NOT NULL,
                        FOREIGN KEY (clientNo) REFERENCES Client (accountNumber))
                    """,
                    """
                    CREATE TABLE SalesOrderLine (salesOrderNo bigint, lineNo int, item varchar(20) NOT NULL, qty int NOT NULL,
                        PRIMARY KEY (salesOrderNo, lineNo), FOREIGN KEY (salesOrderNo) REFERENCES SalesOrder (orderNo))
                    """,
                    "CREATE TABLE Ledger (entry bigint PRIMARY KEY, booked datetime, debit bigint)",
                    "INSERT INTO Client "
                            + NUMBERS.formatted(60)
                            + "SELECT i, concat('Person ', i), elt(i % 3 + 1, 'A', 'B', 'X'), i *"
                            + " 125, concat('p', i, '@example.org'), i FROM n",
                    "INSERT INTO SalesOrder "
                            + NUMBERS.formatted(80)
                            + "SELECT i, i % 60 + 1, date '2026-01-01' + INTERVAL i DAY FROM n",
                    "INSERT INTO SalesOrderLine "
                            + NUMBERS.formatted(80)
                            + "SELECT i, 1, concat('SKU-', i % 7), i % 5 + 1 FROM n");

    @TempDir private static Path folder;
    private static CliBench bench;

    @BeforeAll
    static void prepare() throws Exception {
        bench = new CliBench(folder, CRM, ERP);
        bench.writeConfig("whole.yaml", bench.databases().mysql().port());
        String whole = Files.readString(folder.resolve("whole.yaml"));
        Files.writeString(
                folder.resolve("systems.yaml"),
                whole.substring(0, whole.indexOf("entities:"))
                        + whole.substring(whole.indexOf("settings:")));
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    private static DuetProcess scaffold(String systems, String... more) throws Exception {
        var words = new ArrayList<>(List.of("scaffold", "--systems"));
        words.add(folder.resolve(systems).toString());
        words.addAll(List.of(ADMINS));
        words.addAll(List.of(more));
        return bench.call(words.toArray(String[]::new));
    }

    @Test
    @Order(1)
    void whatIsAlikeIsPairedAndTheRestIsSaid() throws Exception {
        Path file = folder.resolve("duet.yaml");

        DuetProcess scaffold = scaffold("systems.yaml", "--out", file.toString());

        String proposal = Files.exists(file) ? Files.readString(file) : "";
        assertThat(scaffold.exitCode()).as(scaffold.all() + proposal).isZero();
        assertThat(proposal)
                .contains("# duet check has nothing to say against this mapping.")
                .contains("tables: { crm: public.tbl_customers, erp: Client }")
                .contains("customer_id: { crm: customer_id, erp: accountNumber }")
                .contains("full_name: { crm: full_name, erp: clientName }")
                .contains("60 of 60 sampled values equal")
                .contains("values: { active: A, blocked: B, closed: X } }")
                .contains("owed: { crm: owed, erp: owedCents, convert: { cents: 2 } }")
                .contains("- internal_note")
                .contains("- shout  # computed by the database, never written")
                .contains("- batch")
                .contains("tables: { crm: public.tbl_orders, erp: SalesOrder }")
                .contains("tables: { crm: public.tbl_order_lines, erp: SalesOrderLine }")
                .contains("order_id: { crm: order_id, erp: salesOrderNo }")
                .contains("# crm: public.tbl_visits: it has no primary key")
                .contains("# crm: public.tbl_campaigns: ", "# erp: erp.Ledger: ");
    }

    @Test
    @Order(2)
    void aFileThatIsThereIsNotWrittenOver() throws Exception {
        Path file = folder.resolve("duet.yaml");
        String before = Files.readString(file);

        DuetProcess refused = scaffold("systems.yaml", "--out", file.toString(), "--rows", "0");

        assertThat(refused.exitCode()).as(refused.all()).isEqualTo(4);
        assertThat(refused.err()).contains("is there already", "--force");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    @Order(3)
    void whatIsProposedPassesCheckAndCarriesRowsBothWays() throws Exception {
        List<String> init = new ArrayList<>(List.of("init"));
        init.addAll(List.of(ADMINS));
        DuetProcess initialised = bench.call(init.toArray(String[]::new));
        assertThat(initialised.exitCode()).as(initialised.all()).isZero();
        List<String> words = new ArrayList<>(List.of("check"));
        words.addAll(List.of(ADMINS));
        DuetProcess check = bench.call(words.toArray(String[]::new));
        assertThat(check.exitCode()).as(check.all()).isZero();

        DuetProcess run = bench.run();
        bench.crm(
                "INSERT INTO tbl_customers (customer_id, full_name, status, owed) VALUES (100,"
                        + " 'Ann', 'blocked', 12.34)");
        bench.erp(
                "INSERT INTO SalesOrder VALUES (100, 1, '2026-05-05')",
                "INSERT INTO SalesOrderLine VALUES (100, 2, 'SKU-9', 3)");

        await(
                () ->
                        bench.askErp(
                                        "SELECT concat_ws('|', clientName, state, owedCents) FROM"
                                                + " Client WHERE accountNumber = 100")
                                .equals("Ann|B|1234"));
        await(
                () ->
                        bench.askCrm(
                                        "SELECT concat_ws('|', sku, quantity, placed) FROM"
                                                + " tbl_order_lines l JOIN tbl_orders o ON o.id ="
                                                + " l.order_id WHERE o.id = 100")
                                .equals("SKU-9|3|2026-05-05"));
        run.endsCleanlyOn("TERM");
    }

    @Test
    @Order(4)
    void wrongUseAndUnreachableDatabasesAreSaid() throws Exception {
        DuetProcess entities = scaffold("duet.yaml");
        assertThat(entities.exitCode()).isEqualTo(2);
        assertThat(entities.err()).contains("'duet scaffold' proposes", "systems: and settings:");

        String text = Files.readString(folder.resolve("systems.yaml"));
        Files.writeString(
                folder.resolve("away.yaml"),
                text.replace(
                        "port: " + bench.databases().mysql().port(), "port: " + NOBODY_LISTENS));
        DuetProcess away = scaffold("away.yaml");
        assertThat(away.exitCode()).as(away.all()).isEqualTo(3);
        assertThat(away.err()).contains("cannot connect to erp").doesNotContain("at dev.duet");
        assertThat(bench.call("scaffold", "--help").out()).contains("Example:", "--systems");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
