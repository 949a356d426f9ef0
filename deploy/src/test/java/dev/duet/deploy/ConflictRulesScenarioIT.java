package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.ConflictScenes.Played;
import dev.duet.deploy.ConflictScenes.Step;
import dev.duet.deploy.quarantine.Books;
import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.ConflictEntry;
import dev.duet.deploy.support.LogWitness;
import dev.duet.deploy.support.Quiet;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Every promise of the page on conflicts, kept by both real databases: all scenes are played while
/// Duet is down, one record each, then it runs once.
final class ConflictRulesScenarioIT {
    private static final List<Played> SCENES = ConflictScenes.all();

    private static final Map<Shop, Map<String, Map<Long, String>>> ROWS = new EnumMap<>(Shop.class);

    /// After a person has decided about all that waits.
    private static final Map<Shop, Map<String, Map<Long, String>>> TAKEN =
            new EnumMap<>(Shop.class);

    private static final Map<Shop, List<ConflictEntry>> ENTRIES = new EnumMap<>(Shop.class);

    @BeforeAll
    static void playAll() throws SQLException, InterruptedException {
        try (Workbench workbench = Workbench.start()) {
            for (Shop shop : Shop.values()) {
                for (String table : ConflictScenes.tables().keySet()) {
                    workbench.execute(
                            shop,
                            "CREATE TABLE "
                                    + table
                                    + " (id bigint PRIMARY KEY, x bigint, y bigint)");
                }
            }
            DuetConfig config =
                    workbench.config(ConfigText.quick().withEntities(ConflictScenes.entities()));
            workbench.initialise(config);
            for (Played scene : SCENES) {
                if (scene.begins()) {
                    workbench.execute(
                            Shop.CRM,
                            "INSERT INTO %s VALUES (%d, 10, 1)"
                                    .formatted(scene.table(), scene.id()));
                }
            }
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                workbench.awaitSentinels();
                for (Played scene : SCENES) {
                    if (scene.hears()) {
                        play(workbench, scene.first(), scene);
                    }
                }
                workbench.awaitSentinels();
            }
            for (Played scene : SCENES) {
                if (!scene.hears()) {
                    play(workbench, scene.first(), scene);
                }
                play(workbench, scene.first().peer(), scene);
            }
            try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
                Quiet.await(workbench, new LogWitness(workbench));
            }
            for (Shop shop : Shop.values()) {
                ENTRIES.put(shop, ConflictEntry.of(workbench, shop));
                ROWS.put(shop, rows(workbench, shop));
            }
            try (RunningSync running = RunningSync.start(workbench, config).awaitRunning()) {
                takeAll(new Books(config, running.sides()));
                Quiet.await(workbench, new LogWitness(workbench));
            }
            for (Shop shop : Shop.values()) {
                TAKEN.put(shop, rows(workbench, shop));
            }
        }
    }

    /// Of each scene that waits, the row of the side that did its part first.
    private static void takeAll(Books books) throws SQLException, InterruptedException {
        for (Played scene : SCENES) {
            if (scene.waits()) {
                assertThat(
                                books.let(
                                        scene.table(),
                                        Long.toString(scene.id()),
                                        scene.first().system(),
                                        Map.of(),
                                        "a test"))
                        .as(scene.toString())
                        .isNotEmpty()
                        .allMatch(Books.Outcome.Settled.class::isInstance);
            }
        }
    }

    @AfterAll
    static void forget() {
        TAKEN.clear();
        ROWS.clear();
        ENTRIES.clear();
    }

    private static void play(Workbench workbench, Shop shop, Played scene) throws SQLException {
        for (Step step : scene.steps(shop)) {
            workbench.execute(shop, step.sql(scene.table(), scene.id()));
        }
    }

    private static Map<String, Map<Long, String>> rows(Workbench workbench, Shop shop)
            throws SQLException {
        Map<String, Map<Long, String>> rows = new HashMap<>();
        for (String table : ConflictScenes.tables().keySet()) {
            Map<Long, String> byId = new TreeMap<>();
            for (String row :
                    Sql.rows(workbench.connection(shop), "SELECT id, x, y FROM " + table)) {
                String[] parts = row.split("\\|", 2);
                byId.put(Long.valueOf(parts[0]), parts[1]);
            }
            rows.put(table, byId);
        }
        return rows;
    }

    static List<Played> scenes() {
        return SCENES;
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void bothSidesEndAsThePageSays(Played scene) {
        for (Shop shop : Shop.values()) {
            assertThat(own(scene, ROWS.get(shop))).as(shop.toString()).isEqualTo(scene.rows(shop));
        }
    }

    @ParameterizedTest
    @MethodSource("waiting")
    void whatAPersonTakesStandsOnBothSides(Played scene) {
        for (Shop shop : Shop.values()) {
            Map<Long, String> taken = new TreeMap<>(scene.rows(shop));
            taken.remove(scene.id());
            if (scene.rows(scene.first()).containsKey(scene.id())) {
                taken.put(scene.id(), scene.rows(scene.first()).get(scene.id()));
            }

            assertThat(own(scene, TAKEN.get(shop))).as(shop.toString()).isEqualTo(taken);
        }
    }

    static List<Played> waiting() {
        return SCENES.stream().filter(Played::waits).toList();
    }

    private static Map<Long, String> own(Played scene, Map<String, Map<Long, String>> rows) {
        Map<Long, String> all = rows.get(scene.table());
        Map<Long, String> own = new TreeMap<>();
        for (long id : List.of(scene.id(), scene.id() + 1)) {
            if (all.containsKey(id)) {
                own.put(id, all.get(id));
            }
        }
        return own;
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void whatLostIsRecordedOnceAndNothingElse(Played scene) {
        var waiting = new TreeSet<String>();
        for (Shop shop : Shop.values()) {
            List<String> recorded = new ArrayList<>();
            List<String> pairs = new ArrayList<>();
            for (ConflictEntry entry : ENTRIES.get(shop)) {
                if (isOf(entry, scene)) {
                    recorded.add(entry.summary());
                    waiting.add(entry.what() + ": waits");
                    pairs.add(entry.pair());
                    assertThat(entry.rule()).isEqualTo(scene.rule(entry.field()));
                    assertThat(entry.reason()).isNotBlank().doesNotContainPattern("\\b[AB]\\b");
                    if (entry.field() != null) {
                        assertThat(entry.reason()).startsWith(entry.winner() + " ");
                        assertThat(
                                        scene.isKept()
                                                || scene.wrote(shop.peer(), entry.field())
                                                        .contains(entry.theirs()))
                                .isTrue();
                        assertThat(scene.wrote(shop, entry.field())).contains(entry.ours());
                    }
                }
            }

            if (!scene.waits()) {
                assertThat(new TreeSet<>(recorded))
                        .as(shop.toString())
                        .containsExactlyElementsOf(scene.recorded(shop));
            }
            assertThat(pairs).as(shop.toString()).doesNotHaveDuplicates();
        }
        if (scene.waits()) { // on the side that found it first, or on both
            assertThat(waiting).containsExactlyElementsOf(scene.recorded(Shop.CRM));
        }
    }

    private static boolean isOf(ConflictEntry entry, Played scene) {
        long key = Long.parseLong(entry.key());
        return entry.entity().equals(scene.table()) && (key == scene.id() || key == scene.id() + 1);
    }
}
