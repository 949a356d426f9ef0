package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Rules about the record that a field names, in both directions: what becomes of a record where
/// that is not there, by each severity.
final class LinkRulesScenarioIT {
    private static final String PERSON = "CREATE TABLE person (id bigint PRIMARY KEY, name text)";
    private static final String PET =
            "CREATE TABLE pet (id bigint PRIMARY KEY, name varchar(20), held bigint, undone bigint,"
                    + " cleared bigint, stand_in bigint, warned bigint)";

    private static final String ENTITIES =
            """
            person:
              tables: { crm: public.person, erp: person }
              key: { id: id }
              fields: { name: name }
            pet:
              tables: { crm: public.pet, erp: pet }
              key: { id: id }
              fields:
                name: name
                held: { crm: held, erp: held, references: person }
                undone: { crm: undone, erp: undone, references: person }
                cleared: { crm: cleared, erp: cleared, references: person }
                stand_in: { crm: stand_in, erp: stand_in, references: person }
                warned: { crm: warned, erp: warned, references: person }
              validate:
                - { references: [held] }
                - { references: [undone], severity: reject, name: known-person }
                - { references: [cleared], severity: repair, set: { cleared: "null" } }
                - references: [stand_in]
                  severity: repair
                  set: { stand_in: "name == 'lost' ? 98 : 1" }
                - { references: [warned], severity: warn }
            """;

    private static Workbench workbench;

    @BeforeAll
    static void start() throws SQLException {
        workbench = Workbench.start();
    }

    @AfterAll
    static void stop() {
        workbench.close();
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void eachSeverityDoesWhatItSaysWhereWhatIsNamedIsNotThere(Shop from) throws SQLException {
        Shop to = from.peer();
        DuetConfig config = prepare("");
        try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
            workbench.execute(
                    from,
                    "INSERT INTO person VALUES (1, 'nobody')",
                    "INSERT INTO pet (id, name, undone) VALUES (6, 'old', 1)");
            workbench.await(to, row(6), "old,-,1,-,-,-");
            workbench.execute(
                    from,
                    "INSERT INTO pet (id, name, warned) VALUES (1, 'warned', 99)",
                    "INSERT INTO pet (id, name, undone) VALUES (2, 'undone', 99)",
                    "INSERT INTO pet (id, name, cleared) VALUES (3, 'cleared', 99)",
                    "INSERT INTO pet (id, name, stand_in) VALUES (4, 'stand-in', 99)",
                    "INSERT INTO pet (id, name, held) VALUES (5, 'held', 99)",
                    "UPDATE pet SET undone = 99, name = 'new' WHERE id = 6",
                    "INSERT INTO pet (id, name, stand_in) VALUES (7, 'lost', 99)",
                    "BEGIN",
                    "INSERT INTO pet (id, name, undone, cleared) VALUES (8, 'early', 2, 2)",
                    "INSERT INTO person VALUES (2, 'late')",
                    "COMMIT");

            workbench.await(to, row(1), "warned,-,-,-,-,99");
            workbench.await(to, row(8), "early,-,2,2,-,-");
            workbench.await(from, row(2), "none");
            workbench.await(from, row(6), "old,-,1,-,-,-");
            for (Shop shop : Shop.values()) {
                workbench.await(shop, row(3), "cleared,-,-,-,-,-");
                workbench.await(shop, row(4), "stand-in,-,-,-,1,-");
            }
            workbench.await(to, kept(5), "held-references:held");
            workbench.await(to, kept(7), "stand-in-references:held");
            workbench.await(
                    to,
                    "SELECT count(*) FROM duet.quarantine WHERE record_key = '7' AND reason LIKE"
                            + " '%is not there either%'",
                    "1");
            assertThat(workbench.one(to, row(5))).isEqualTo("none");
            workbench.await(to, kept(2), "known-person:discarded");
            workbench.await(to, kept(6), "known-person:discarded");
            workbench.await(to, kept(3), "cleared-references:released");
            assertThat(workbench.one(to, settledBy(3))).isEqualTo("duet: rule cleared-references");
            workbench.await(to, counted("warned", "warned-references"), "1");
            workbench.await(to, counted("rejected", "known-person"), "2");
            workbench.await(to, counted("repaired", "cleared-references"), "1");
            workbench.await(to, counted("quarantined", "held-references"), "1");

            workbench.execute(
                    from,
                    "UPDATE pet SET name = 'waited' WHERE id = 5",
                    "INSERT INTO person VALUES (98, 'stand-in'), (99, 'at last')");

            workbench.await(to, row(5), "waited,99,-,-,-,-");
            workbench.await(to, row(7), "lost,-,-,-,99,-");
            workbench.await(to, kept(5), "held-references:released");
            assertThat(workbench.one(to, settledBy(5))).isEqualTo("duet: what it names is there");
            assertThat(workbench.one(from, row(5))).isEqualTo("waited,99,-,-,-,-");
            assertThat(workbench.one(from, row(7))).isEqualTo("lost,-,-,-,99,-");
        }
    }

    /// What a rule says holds, too, where the database itself refuses such a record.
    @ParameterizedTest
    @EnumSource(Shop.class)
    void aForeignKeyOfTheTargetIsAskedLikeTheFile(Shop from) throws SQLException {
        Shop to = from.peer();
        DuetConfig config = prepare("FOREIGN KEY (undone) REFERENCES person (id)", to);
        try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
            workbench.execute(from, "INSERT INTO pet (id, name, undone) VALUES (2, 'undone', 99)");

            workbench.await(to, kept(2), "known-person:discarded");
            workbench.await(from, row(2), "none");
        }
    }

    /// The other side has changed the record meanwhile: a person decides.
    @ParameterizedTest
    @EnumSource(Shop.class)
    void whatBothSidesHaveChangedIsNotRepairedByItself(Shop from) throws SQLException {
        Shop to = from.peer();
        DuetConfig config = prepare("");
        try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
            workbench.execute(from, "INSERT INTO pet (id, name) VALUES (3, 'both')");
            workbench.await(to, row(3), "both,-,-,-,-,-");
            workbench.execute(from, "UPDATE pet SET held = 99 WHERE id = 3");
            workbench.await(to, kept(3), "held-references:held");
            workbench.execute(to, "UPDATE pet SET name = 'theirs' WHERE id = 3");
            workbench.await(
                    from,
                    "SELECT count(*) FROM duet.quarantine WHERE record_key = '3' AND code ="
                            + " 'FOLLOWS'",
                    "1");
            workbench.execute(from, "INSERT INTO pet (id, name, held) VALUES (4, 'witness', 99)");
            workbench.await(to, kept(4), "held-references:held");
            workbench.execute(from, "INSERT INTO person VALUES (99, 'late')");
            workbench.await(to, row(4), "witness,99,-,-,-,-");

            assertThat(workbench.one(to, kept(3))).isEqualTo("held-references:held");
            assertThat(workbench.one(to, row(3))).isEqualTo("theirs,-,-,-,-,-");
        }
    }

    private static String row(int id) {
        String fields =
                Stream.of("held", "undone", "cleared", "stand_in", "warned")
                        .map(
                                it ->
                                        "CASE WHEN %s IS NULL THEN '-' ELSE concat(%s, '') END"
                                                .formatted(it, it))
                        .collect(Collectors.joining(", "));
        return "SELECT coalesce(max(concat_ws(',', name, %s)), 'none') FROM pet WHERE id = %d"
                .formatted(fields, id);
    }

    private static String kept(int id) {
        return "SELECT coalesce(max(concat(code, ':', status)), 'nothing') FROM duet.quarantine"
                + " WHERE code <> 'FOLLOWS' AND record_key = '"
                + id
                + "'";
    }

    private static String settledBy(int id) {
        return "SELECT settled_by FROM duet.quarantine WHERE code <> 'FOLLOWS' AND record_key = '"
                + id
                + "'";
    }

    private static String counted(String what, String rule) {
        return "SELECT coalesce(max(counted), 0) FROM duet.counter WHERE entity = 'pet' AND what ="
                + " '%s' AND rule = '%s'".formatted(what, rule);
    }

    private static DuetConfig prepare(String constraint, Shop... on) throws SQLException {
        workbench.renew();
        for (Shop shop : Shop.values()) {
            boolean has = List.of(on).contains(shop);
            workbench.execute(
                    shop,
                    PERSON,
                    has ? PET.substring(0, PET.length() - 1) + ", " + constraint + ")" : PET);
        }
        DuetConfig config = workbench.config(ConfigText.quick().withEntities(ENTITIES));
        workbench.initialise(config);
        return config;
    }
}
