package dev.duet.deploy.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.apply.store.Control;
import dev.duet.apply.store.ControlStore;
import dev.duet.deploy.compare.Passing;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.CannotRun;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;
import dev.duet.deploy.terminal.Style;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// The first fill, both ways: beside a sync at work and without one.
final class LoadIT {
    private static final int WRITES = 150;

    private static LoadBench bench;

    @BeforeAll
    static void prepare() throws SQLException {
        bench = new LoadBench();
    }

    @AfterAll
    static void end() {
        bench.close();
    }

    /// A server may ask for any file whatever the statement names; the driver is what refuses.
    @Test
    void noFileOfThisMachineIsSentToTheServer() throws Exception {
        Path file = Files.createTempFile("secret", ".txt");
        try (OpenSystems systems = bench.systems();
                Connection connection = systems.side(Shop.ERP.system()).pool().getConnection();
                Statement statement = connection.createStatement()) {
            Files.writeString(file, "secret");
            String load = "LOAD DATA LOCAL INFILE '%s' INTO TABLE early_crm (word)";

            assertThatThrownBy(() -> statement.execute(load.formatted(file)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("allowLoadLocalInfileInPath");

            connection.rollback();
        } finally {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void whileClientsWriteOnBothSidesNothingIsLostAndNothingDoubled(Shop from) throws Exception {
        Request request = LoadBench.request(from, 100, "item_{s}");
        try (RunningSync _ = RunningSync.start(bench.workbench(), bench.config()).awaitRunning();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> clients = new ArrayList<>();
            for (Shop on : Shop.values()) {
                clients.add(threads.submit(() -> write(on, from)));
            }
            var asked = new AtomicInteger();
            Report begun = bench.load(request, () -> asked.incrementAndGet() > 12);
            assertThat(begun.ended()).isTrue();
            Report rest = bench.load(request);
            for (Future<?> client : clients) {
                client.get(120, TimeUnit.SECONDS);
            }
            bench.workbench().awaitSentinels();
            assertClean();

            Loaded loaded = rest.loaded().getFirst();
            assertThat(loaded.isDone()).isTrue();
            assertThat(loaded.counts().refused()).isZero();
            assertThat(loaded.readNow()).isLessThan(loaded.counts().read());
            assertThat(loaded.counts().already()).isPositive();
            assertAlike(from, "SELECT id, word, hits FROM item_{s} ORDER BY id");
            assertThat(Integer.parseInt(bench.one(from, from, "SELECT count(*) FROM item_{s}")))
                    .isGreaterThan(LoadBench.ITEMS - 2 * WRITES);
        }
    }

    /// What the one side has done to the records that only the other had.
    private static Void write(Shop on, Shop from) throws SQLException {
        var random = new Random(on.ordinal());
        try (Connection client = bench.workbench().server(on).connect(on.system())) {
            for (int i = 0; i < WRITES; i++) {
                int id = 1 + random.nextInt(LoadBench.ITEMS);
                String sql =
                        switch (random.nextInt(6)) {
                            case 0 -> "DELETE FROM item_{s} WHERE id = " + id;
                            case 1 ->
                                    "INSERT INTO item_{s} VALUES (%d, 'new', 1)"
                                            .formatted(LoadBench.ITEMS + 2 * i + on.ordinal());
                            case 2 ->
                                    "UPDATE item_{s} SET hits = hits + 1 WHERE id BETWEEN %d AND %d"
                                            .formatted(id, id + 5);
                            default ->
                                    "UPDATE item_{s} SET word = '%s%d' WHERE id = %d"
                                            .formatted(on.system(), i, id);
                        };
                try {
                    Sql.execute(client, LoadBench.named(from, sql));
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).isIn("40001", "40P01"); // a deadlock
                }
            }
        }
        return null;
    }

    /// A running sync remembers what was put beside it.
    @Test
    void aLoadWaitsForTheSyncWhenItIsFarAhead() throws Exception {
        Shop from = Shop.CRM;
        Shop to = from.peer();
        try (RunningSync _ = RunningSync.start(bench.workbench(), bench.config()).awaitRunning();
                OpenSystems systems = bench.systems();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Blueprint blueprint = Blueprint.compile(bench.config(), systems.sides());
            Lane lane = Lane.of(bench.config(), systems, blueprint, from.system());
            control(to.system(), Control.paused("test", "test"));
            bench.await(
                    from,
                    from,
                    "SELECT count(*) FROM duet.control WHERE state = 'paused' AND obeyed_turn ="
                            + " turn",
                    "1");
            bench.execute(to, to, "INSERT INTO early_{s} VALUES (77, 'new')");
            var ahead = new Ahead(lane, LoadBench.silent(), () -> false, 10);
            ahead.put(10);
            Future<?> second =
                    threads.submit(
                            () -> {
                                ahead.put(10);
                                return null;
                            });
            assertThatThrownBy(() -> second.get(1, TimeUnit.SECONDS))
                    .isInstanceOf(TimeoutException.class);
            control(to.system(), Control.NONE.resumed("test", "now", 0));
            second.get(120, TimeUnit.SECONDS);
            bench.execute(to, to, "DELETE FROM early_{s} WHERE id = 77");
            bench.workbench().awaitSentinels();
        }
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void whatWasNotCarriedOverYetEndsAsTheClientsLeftIt(Shop from) throws Exception {
        Shop to = from.peer();
        bench.execute(
                from,
                from,
                "UPDATE early_{s} SET word = 'new' WHERE id = 1",
                "DELETE FROM early_{s} WHERE id = 2",
                "DELETE FROM early_{s} WHERE id = 3",
                "INSERT INTO early_{s} VALUES (3, 'again'), (10, 'fresh')",
                "UPDATE early_{s} SET word = 'new' WHERE id = 8");
        bench.execute(to, from, "DELETE FROM early_{s} WHERE id = 7");

        Report report = bench.load(LoadBench.request(from, 4, "early_{s}"));

        assertThat(report.isWell()).isTrue();
        assertThat(report.loaded().getFirst().counts().inserted()).isEqualTo(8);
        bench.execute(from, from, "DELETE FROM early_{s} WHERE id = 10");
        try (RunningSync _ = RunningSync.start(bench.workbench(), bench.config()).awaitRunning()) {
            bench.await(from, from, "SELECT count(*) FROM early_{s} WHERE id = 7", "0");
            bench.await(to, from, "SELECT count(*) FROM early_{s} WHERE id = 7", "0");
            bench.await(to, from, "SELECT word FROM early_{s} WHERE id = 8", "new");
            bench.workbench().awaitSentinels();
            assertClean();
            assertAlike(from, "SELECT id, word FROM early_{s} ORDER BY id");
            assertThat(bench.rows(to, from, "SELECT id, word FROM early_{s} ORDER BY id"))
                    .containsExactly(
                            "1|new", "3|again", "4|old", "5|old", "6|old", "8|new", "9|old");
            bench.execute(from, from, "UPDATE early_{s} SET word = 'later'");
            bench.await(to, from, "SELECT count(*) FROM early_{s} WHERE word = 'later'", "7");
        }
    }

    /// Each client's change is made when its row was read and is not written yet; and that of the
    /// target has come to the source, and is forgotten there, before the load goes on.
    @ParameterizedTest
    @EnumSource(Shop.class)
    void aChangeBetweenReadingAndWritingCounts(Shop from) throws Exception {
        Shop to = from.peer();
        try (RunningSync _ = RunningSync.start(bench.workbench(), bench.config()).awaitRunning()) {
            bench.workbench().awaitSentinels(); // what a start has to write is written
            Chunk.Done done =
                    bench.oneChunk(
                            from,
                            "gate_{s}",
                            () -> {
                                assertThat(isLocked(to)).isTrue();
                                return null;
                            },
                            () -> {
                                bench.execute(to, from, "DELETE FROM gate_{s} WHERE id = 7");
                                bench.await(
                                        from,
                                        from,
                                        "SELECT count(*) FROM gate_{s} WHERE id = 7",
                                        "0");
                                bench.workbench().awaitArrival(to);
                                bench.execute(
                                        from,
                                        from,
                                        "DELETE FROM gate_{s} WHERE id = 1",
                                        "UPDATE gate_{s} SET word = 'new' WHERE id = 2");
                                return null;
                            });

            assertThat(done.entry().counts().inserted()).isEqualTo(9);
            bench.await(to, from, "SELECT word FROM gate_{s} WHERE id = 2", "new");
            bench.workbench().awaitSentinels();
            assertClean();
            assertAlike(from, "SELECT id, word FROM gate_{s} ORDER BY id");
            assertThat(bench.rows(to, from, "SELECT id FROM gate_{s} ORDER BY id"))
                    .containsExactly("2", "3", "4", "5", "6", "8", "9");
        }
    }

    /// Whether nothing can be applied on a side now.
    private static boolean isLocked(Shop on) throws SQLException {
        try (Connection session = bench.workbench().server(on).connect(on.system())) {
            session.setAutoCommit(false);
            Sql.rows(session, "SELECT counter FROM duet.checkpoint FOR UPDATE NOWAIT");
            session.rollback();
            return false;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isIn("55P03", "HY000");
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void whatIsRefusedIsSaidAndTheRestIsLoaded(Shop from) throws Exception {
        Report report = bench.load(LoadBench.request(from, 100, "picky_{s}"));

        assertThat(report.isWell()).isFalse();
        Loaded loaded = report.loaded().getFirst();
        assertThat(loaded.isDone()).isTrue();
        assertThat(loaded.counts().inserted()).isEqualTo(18);
        assertThat(loaded.counts().refused()).isEqualTo(2);
        assertThat(loaded.reasons()).extracting(Refusal::key).containsExactlyInAnyOrder("7", "11");
        assertThat(String.join("\n", report.lines(Style.PLAIN))).contains("no is no word");
        Report again = bench.load(LoadBench.request(from, 100, "picky_{s}"));
        assertThat(again.isWell()).isFalse();
        assertThat(again.loaded().getFirst().before()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void whatRefersToLaterRowsWaitsForThem(Shop from) throws Exception {
        Report report = bench.load(LoadBench.request(from, 50, "node_{s}"));

        assertThat(report.isWell()).as(report.json().toPrettyString()).isTrue();
        assertThat(report.loaded().getFirst().counts().inserted()).isEqualTo(LoadBench.NODES);
        assertAlike(from, "SELECT id, above FROM node_{s} ORDER BY id");
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void recordsThatGetAnotherKeyArePaired(Shop from) throws Exception {
        Shop to = from.peer();
        Request request = LoadBench.request(from, 100, "person_{s}");
        try (RunningSync _ = RunningSync.start(bench.workbench(), bench.config()).awaitRunning()) {
            assertThatThrownBy(() -> bench.load(request))
                    .isInstanceOf(CannotRun.class)
                    .hasMessageContaining("stop it, load");
        }

        Report report = bench.load(request);

        assertThat(report.isWell()).as(report.json().toPrettyString()).isTrue();
        String bosses =
                "SELECT p.name, b.name FROM person_{s} p LEFT JOIN person_{s} b ON b.id = p.boss"
                        + " ORDER BY p.name";
        assertAlike(from, bosses);
        try (RunningSync _ = RunningSync.start(bench.workbench(), bench.config()).awaitRunning()) {
            bench.execute(from, from, "UPDATE person_{s} SET name = 'Leaves' WHERE id = 42");
            bench.await(to, from, "SELECT count(*) FROM person_{s} WHERE name = 'Leaves'", "1");
            bench.execute(to, from, "UPDATE person_{s} SET name = 'Roots' WHERE name = 'Root'");
            bench.await(from, from, "SELECT name FROM person_{s} WHERE id = 41", "Roots");
            assertThat(bench.one(to, from, "SELECT count(*) FROM person_{s}")).isEqualTo("3");
        }
    }

    @Test
    void whatEachSideHasAloneComesToTheOther() throws Exception {
        Request both = new Request(List.of("crm", "erp"), List.of("both"), 2, true, true);
        for (String source : both.from()) {
            control(source, Control.paused("test", "not now"));
        }
        assertThatThrownBy(() -> bench.load(both))
                .isInstanceOf(CannotRun.class)
                .hasMessageContaining("crm→erp is paused");
        for (String source : both.from()) {
            control(source, Control.NONE.resumed("test", "now", 0));
        }

        Report report = bench.load(both);

        assertThat(report.isWell()).as(report.json().toPrettyString()).isTrue();
        assertThat(report.json().at("/comparison/equal").asBoolean()).isTrue();
        assertThat(report.loaded())
                .extracting(it -> it.counts().inserted())
                .containsExactly(2L, 2L);
        assertThat(report.loaded()).extracting(it -> it.counts().already()).containsExactly(1L, 3L);
    }

    private static void control(String source, Control said) throws SQLException {
        Shop target = source.equals("crm") ? Shop.ERP : Shop.CRM;
        new ControlStore(source).write(bench.workbench().connection(target), said);
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void aLoadEndsWhenAnotherBegins(Shop from) {
        Request request = new Request(List.of(from.system()), List.of("both"), 1, true, false);
        var asked = new AtomicInteger();

        assertThatThrownBy(
                        () ->
                                bench.load(
                                        request,
                                        () -> asked.incrementAndGet() == 5 && another(request)))
                .isInstanceOf(CannotRun.class)
                .hasMessageContaining("another 'duet load'");
    }

    private static boolean another(Request request) {
        try {
            assertThat(bench.load(request).isWell()).isTrue();
            return false;
        } catch (SQLException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertClean() throws SQLException, InterruptedException {
        try (OpenSystems systems = bench.systems()) {
            assertThat(Passing.twice(bench.config(), systems, Workbench.LIMIT)).isEmpty();
        }
    }

    private static void assertAlike(Shop from, String sql) throws SQLException {
        assertThat(bench.rows(from.peer(), from, sql)).isEqualTo(bench.rows(from, from, sql));
    }
}
