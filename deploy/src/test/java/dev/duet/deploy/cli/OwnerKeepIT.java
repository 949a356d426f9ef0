package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;

/// crm owns the price and erp the stock, and each keeps what it writes into the other's. In every
/// test the source of the way is the owner. Each works on records of its own; what is written after
/// a change shows that the change was read.
final class OwnerKeepIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int MARKS = 9_000_000;

    @TempDir private static Path folder;
    private static CliBench bench;
    private static DuetProcess run;
    private static int last = MARKS;

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        "CREATE TABLE item (id int PRIMARY KEY, name text, price int, stock int)",
                        "CREATE TABLE item (id int PRIMARY KEY, name varchar(40), price int, stock"
                                + " int)",
                        """
                        item:
                          tables: { crm: item, erp: item }
                          key: { id: id }
                          fields:
                            name: name
                            price: { crm: price, erp: price, owner: crm }
                            stock: { crm: stock, erp: stock, owner: erp }
                          non-owner: keep
                          update-vs-delete: update
                        """);
        run = bench.run();
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatTheOtherWritesStaysThereUntilTheOwnerWritesTheField(Way way) throws Exception {
        int id = 10 + way.ordinal();
        begin(way, id);

        write(way.target(), "UPDATE item SET %s = 7 WHERE id = %d".formatted(owned(way), id));
        awaitRoundTrips();
        assertThat(row(way.source(), way, id)).isEqualTo("begun|1");
        assertThat(row(way.target(), way, id)).isEqualTo("begun|7");

        write(way.source(), "UPDATE item SET name = 'other' WHERE id = " + id);
        await(() -> row(way.target(), way, id).startsWith("other|"));
        awaitRoundTrips();
        assertThat(row(way.target(), way, id)).isEqualTo("other|7");
        assertThat(row(way.source(), way, id)).isEqualTo("other|1");

        write(
                way.target(),
                "UPDATE item SET name = 'both', %s = 8 WHERE id = %d".formatted(owned(way), id));
        await(() -> row(way.source(), way, id).equals("both|1"));
        awaitRoundTrips();
        assertThat(row(way.target(), way, id)).isEqualTo("both|8");

        write(way.source(), "UPDATE item SET %s = 2 WHERE id = %d".formatted(owned(way), id));
        await(() -> row(way.target(), way, id).equals("both|2"));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void isRecordedCountedApartAndCanBeMadeTheOwners(Way way) throws Exception {
        int id = 20 + way.ordinal();
        begin(way, id);

        write(way.target(), "UPDATE item SET %s = 7 WHERE id = %d".formatted(owned(way), id));
        awaitRoundTrips();
        await(() -> list(id).size() == 1);

        JsonNode kept = list(id).get(0);
        assertThat(kept.at("/field").asText()).isEqualTo(owned(way));
        assertThat(kept.at("/winner").asText()).isEqualTo(way.source());
        assertThat(kept.at("/rule").asText()).isEqualTo("owner: " + way.source());
        assertThat(kept.at("/reason").asText())
                .isEqualTo(
                        way.source()
                                + " owns the field; what the other side wrote stays there until"
                                + " the owner writes it");
        Spoken compared = bench.call("compare", "--key", "" + id, "--entity", "item");
        assertThat(compared.exitCode()).as(compared.all()).isZero();
        assertThat(compared.out())
                .contains("no difference of 1 records")
                .contains("kept by " + way.target() + ": 1");
        JsonNode json =
                JSON.readTree(
                        bench.call("compare", "--json", "--key", "" + id, "--entity", "item")
                                .out());
        assertThat(json.at("/entities/0/kept/" + way.target()).asLong()).isEqualTo(1);
        assertThat(json.at("/entities/0/kept/" + way.source()).asLong()).isZero();

        Spoken reverted =
                bench.call(
                        "conflicts", "revert", kept.at("/id").asText(), "--reason", "it was right");

        assertThat(reverted.exitCode()).as(reverted.all()).isZero();
        assertThat(row(way.source(), way, id)).isEqualTo("begun|7");
        awaitRoundTrips();
        assertThat(row(way.target(), way, id)).isEqualTo("begun|7");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRecordThatTheOtherInsertsBeginsAtTheOwnersAsAnyDoes(Way way) throws Exception {
        int id = 30 + way.ordinal();

        write(
                way.target(),
                "INSERT INTO item (id, name, %s) VALUES (%d, 'new', 5)".formatted(owned(way), id));
        await(() -> !row(way.source(), way, id).equals("no row"));
        awaitRoundTrips();

        assertThat(row(way.source(), way, id)).isEqualTo("new|-1");
        assertThat(row(way.target(), way, id)).isEqualTo("new|5");
        write(way.source(), "UPDATE item SET %s = 6 WHERE id = %d".formatted(owned(way), id));
        await(() -> row(way.target(), way, id).equals("new|6"));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRecordGoesAndGetsAnotherKeyAllTheSame(Way way) throws Exception {
        int id = 400 + 10 * way.ordinal();
        for (int i = 0; i < 3; i++) {
            begin(way, id + i);
        }
        write(
                way.target(),
                "UPDATE item SET %s = 7 WHERE id BETWEEN %d AND %d"
                        .formatted(owned(way), id, id + 2));
        awaitRoundTrips();

        write(way.source(), "DELETE FROM item WHERE id = " + id);
        write(way.target(), "DELETE FROM item WHERE id = " + (id + 1));
        write(way.source(), "UPDATE item SET id = %d WHERE id = %d".formatted(id + 5, id + 2));

        await(() -> row(way.target(), way, id).equals("no row"));
        await(() -> row(way.source(), way, id + 1).equals("no row"));
        await(() -> row(way.target(), way, id + 2).equals("no row"));
        await(() -> row(way.target(), way, id + 5).equals("begun|1")); // what the owner has
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aKillChangesNothing(Way way) throws Exception {
        int id = 50 + way.ordinal();
        begin(way, id);
        begin(way, id + 2);
        write(way.target(), "UPDATE item SET %s = 7 WHERE id = %d".formatted(owned(way), id));
        run.signal("KILL");
        run.awaitEnd();
        write(way.target(), "UPDATE item SET %s = 8 WHERE id = %d".formatted(owned(way), id + 2));
        write(way.source(), "UPDATE item SET name = 'other' WHERE id = " + (id + 2));

        run = bench.run();

        await(() -> row(way.target(), way, id + 2).startsWith("other|"));
        awaitRoundTrips();
        assertThat(row(way.target(), way, id)).isEqualTo("begun|7");
        assertThat(row(way.target(), way, id + 2)).isEqualTo("other|8");
        assertThat(row(way.source(), way, id)).isEqualTo("begun|1");
        assertThat(row(way.source(), way, id + 2)).isEqualTo("other|1");
        await(() -> list(id).size() == 1 && list(id + 2).size() == 1);
    }

    /// A record that both sides have, as the owner made it.
    private static void begin(Way way, int id) throws Exception {
        write(
                way.source(),
                "INSERT INTO item (id, name, %s) VALUES (%d, 'begun', 1)"
                        .formatted(owned(way), id));
        await(() -> row(way.target(), way, id).equals("begun|1"));
    }

    /// What each side wrote was read on the other, twice: what was to be repaired has been.
    private static void awaitRoundTrips() throws Exception {
        for (int i = 0; i < 2; i++) {
            for (Way way : Way.values()) {
                int mark = ++last;
                write(
                        way.source(),
                        "INSERT INTO item VALUES (%d, 'mark', NULL, NULL)".formatted(mark));
                await(() -> !row(way.target(), way, mark).equals("no row"));
            }
        }
    }

    private static String owned(Way way) {
        return way.source().equals("crm") ? "price" : "stock";
    }

    /// Its name, and the field of the way's owner: `begun|1`.
    private static String row(String system, Way way, int id) throws SQLException {
        return ask(
                system,
                "SELECT concat_ws('|', name, coalesce(%s, -1)) FROM item WHERE id = %d"
                        .formatted(owned(way), id));
    }

    private static String ask(String system, String sql) throws SQLException {
        return system.equals("crm") ? bench.askCrm(sql) : bench.askErp(sql);
    }

    private static void write(String system, String sql) throws SQLException {
        if (system.equals("crm")) {
            bench.crm(sql);
        } else {
            bench.erp(sql);
        }
    }

    /// What is recorded of a record in the field that its way's owner has, newest first.
    private static JsonNode list(int id) throws Exception {
        return JSON.readTree(bench.call("conflicts", "list", "--json", "--record", "" + id).out());
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
