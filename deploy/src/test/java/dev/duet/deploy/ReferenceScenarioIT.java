package dev.duet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.deploy.check.Check;
import dev.duet.deploy.check.Finding;
import dev.duet.deploy.check.schema.SchemaCode;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.CannotRun;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.support.RunningSync;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// References that the file states and no database has a foreign key for, in both directions.
final class ReferenceScenarioIT {
    private static final String HELD =
            "SELECT count(*) FROM duet.quarantine WHERE status = 'held' AND code = '23503'";

    private static Workbench workbench;

    @BeforeAll
    static void start() throws SQLException {
        workbench = Workbench.start();
    }

    @AfterAll
    static void stop() {
        workbench.close();
    }

    /// The record that is named is there only on the side that names it: it was, before all began.
    @ParameterizedTest
    @EnumSource(Shop.class)
    void aRecordGoesOverOnlyWhereWhatItNamesIsThere(Shop from) throws SQLException {
        Shop to = from.peer();
        DuetConfig config = prepare(from);
        try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
            workbench.execute(
                    from,
                    "INSERT INTO pet VALUES (1, 7, 'held'), (2, NULL, 'free')",
                    "INSERT INTO person VALUES (8, 'there')",
                    "INSERT INTO pet VALUES (3, 8, 'named')");
            workbench.await(to, pets(to), "2:free,3:named");
            workbench.execute(from, "UPDATE pet SET owner = 7 WHERE id = 2");
            workbench.await(to, HELD, "2");
            assertThat(workbench.one(to, pets(to))).isEqualTo("2:free,3:named");
            assertThat(workbench.one(to, "SELECT count(*) FROM pet WHERE owner = 8"))
                    .isEqualTo("1");
        }
    }

    /// In whatever order one transaction wrote them, and of a row that names itself.
    @ParameterizedTest
    @EnumSource(Shop.class)
    void whatIsNamedMayComeLaterInTheTransaction(Shop from) throws SQLException {
        Shop to = from.peer();
        DuetConfig config = prepare(from);
        try (RunningSync _ = RunningSync.start(workbench, config).awaitRunning()) {
            workbench.execute(
                    from,
                    "BEGIN",
                    "INSERT INTO pet VALUES (1, 11, 'early')",
                    "INSERT INTO tree VALUES (1, 2), (2, 2), (3, 1)",
                    "INSERT INTO person VALUES (11, 'late')",
                    "COMMIT");
            workbench.await(to, pets(to), "1:early");
            workbench.await(to, "SELECT count(*) FROM tree", "3");

            workbench.execute(
                    from,
                    "BEGIN",
                    "DELETE FROM person WHERE id = 11",
                    "UPDATE pet SET owner = NULL, name = 'alone' WHERE id = 1",
                    "COMMIT");
            workbench.await(to, pets(to), "1:alone");
            assertThat(workbench.one(to, "SELECT count(*) FROM duet.quarantine")).isEqualTo("0");
        }
    }

    @Test
    void aColumnOfAnotherTypeThanTheKeyIsRefused() throws SQLException {
        DuetConfig config = prepare(Shop.CRM);
        workbench.execute(Shop.CRM, "ALTER TABLE pet ALTER owner TYPE numeric(20)");
        workbench.execute(Shop.ERP, "ALTER TABLE pet MODIFY owner decimal(20)");
        var endpoints =
                new Endpoints(
                        new SecretResolver(workbench.secrets()), config.settings().timeouts());

        List<Finding> found = new Check(config, endpoints, Map.of()).run();

        assertThat(found)
                .filteredOn(it -> it.code() == SchemaCode.REFERENCE_TYPE)
                .extracting(Finding::what)
                .containsExactlyInAnyOrder(
                        "it is numeric(20,0), and the key of person is bigint",
                        "it is decimal(20,0), and the key of person is bigint");
        try (OpenSystems systems = OpenSystems.of(config, endpoints)) {
            Blueprint blueprint = Blueprint.compile(config, systems.sides());
            assertThatThrownBy(() -> blueprint.termsOf("erp"))
                    .isInstanceOf(CannotRun.class)
                    .hasMessageContaining("SC038");
        }
    }

    private static String pets(Shop shop) {
        return switch (shop) {
            case CRM ->
                    "SELECT coalesce(string_agg(concat(id, ':', name), ',' ORDER BY id), '') FROM"
                            + " pet";
            case ERP ->
                    "SELECT coalesce(group_concat(concat(id, ':', name) ORDER BY id), '') FROM pet";
        };
    }

    /// Writes what no log shows.
    private static void past(Shop shop, String sql) throws SQLException {
        switch (shop) {
            case CRM -> {
                workbench.execute(shop, "ALTER PUBLICATION duet DROP TABLE public.person");
                workbench.execute(shop, sql);
                workbench.execute(shop, "ALTER PUBLICATION duet ADD TABLE public.person");
            }
            case ERP ->
                    workbench.execute(
                            shop,
                            "SET SESSION sql_log_bin = 0",
                            sql,
                            "SET SESSION sql_log_bin = 1");
        }
    }

    /// @param from the side that has a person whom the other has not
    private static DuetConfig prepare(Shop from) throws SQLException {
        workbench.renew();
        for (Shop shop : Shop.values()) {
            workbench.execute(
                    shop,
                    "CREATE TABLE person (id bigint PRIMARY KEY, name varchar(20))",
                    "CREATE TABLE pet (id bigint PRIMARY KEY, owner bigint, name varchar(20))",
                    "CREATE TABLE tree (id bigint PRIMARY KEY, parent bigint)");
        }
        DuetConfig config =
                workbench.initialised(
                        """
                        person:
                          tables: { crm: public.person, erp: person }
                          key: { id: id }
                          fields: { name: name }
                        pet:
                          tables: { crm: public.pet, erp: pet }
                          key: { id: id }
                          fields:
                            owner: { crm: owner, erp: owner, references: person }
                            name: name
                        tree:
                          tables: { crm: public.tree, erp: tree }
                          key: { id: id }
                          fields:
                            parent: { crm: parent, erp: parent, references: tree }
                        """);
        past(from, "INSERT INTO person VALUES (7, 'past the log')");
        return config;
    }
}
