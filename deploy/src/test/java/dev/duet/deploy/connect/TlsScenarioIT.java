package dev.duet.deploy.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.init.Init;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.run.Sync;
import dev.duet.localdb.LocalMysql;
import dev.duet.localdb.LocalPostgres;
import dev.duet.localdb.ServerOptions;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

class TlsScenarioIT {
    @TempDir private static Path folder;

    private static ServerCertificate certificate;
    private static ServerCertificate stranger;
    private static LocalPostgres postgres;
    private static LocalMysql mysql;

    @BeforeAll
    static void start() throws Exception {
        certificate = ServerCertificate.make(folder, "server");
        stranger = ServerCertificate.make(folder, "stranger");
        postgres =
                LocalPostgres.start(
                        ServerOptions.temporary()
                                .withSetting("ssl", "on")
                                .withSetting("ssl_cert_file", certificate.certificate().toString())
                                .withSetting("ssl_key_file", certificate.key().toString()));
        mysql =
                LocalMysql.start(
                        ServerOptions.temporary()
                                .withSetting("ssl_cert", certificate.certificate().toString())
                                .withSetting("ssl_key", certificate.key().toString())
                                .withSetting("ssl_ca", certificate.certificate().toString()));
        postgres.createDatabase("crm");
        mysql.createDatabase("erp");
        try (Connection crm = postgres.connect("crm");
                Connection erp = mysql.connect("erp")) {
            execute(crm, "CREATE TABLE customer (id int PRIMARY KEY, name text)");
            execute(erp, "CREATE TABLE client (id int PRIMARY KEY, name varchar(100))");
        }
    }

    @AfterAll
    static void stop() {
        postgres.close();
        mysql.close();
    }

    @Test
    void everyConnectionIsEncryptedAndCheckedAndTheRoadRuns() throws Exception {
        DuetConfig config = config(certificate.certificate());
        Endpoints endpoints = endpoints(config);
        new Init(config, endpoints, Map.of(), line -> {}).run();
        Map<String, Side> sides = new LinkedHashMap<>();
        try (Connections crmReads = new Connections(endpoints.reader(config.postgres()));
                Connections crmWrites = new Connections(endpoints.writer(config.postgres()));
                Connections erpReads = new Connections(endpoints.reader(config.mysql()));
                Connections erpWrites = new Connections(endpoints.writer(config.mysql()));
                Connection crm = postgres.connect("crm");
                Connection erp = mysql.connect("erp")) {
            sides.put("crm", side(endpoints, config.postgres(), crmReads, crmWrites));
            sides.put("erp", side(endpoints, config.mysql(), erpReads, erpWrites));
            try (Sync sync = new Sync(config, sides, Sync.Variations.NONE)) {
                Thread.ofPlatform().name("sync").start(() -> run(sync));
                execute(crm, "INSERT INTO customer VALUES (1, 'Ada')");
                execute(erp, "INSERT INTO client VALUES (2, 'Bob')");
                await().atMost(Duration.ofSeconds(60)).until(() -> count(erp, "client") == 2);
                await().atMost(Duration.ofSeconds(60)).until(() -> count(crm, "customer") == 2);

                assertThat(plainInPostgres(crm)).as("PostgreSQL sessions in plaintext").isZero();
                assertThat(plainInMysql(erp)).as("MySQL sessions in plaintext").isZero();
            }
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsRefused() throws Exception {
        DuetConfig config = config(stranger.certificate());
        Endpoints endpoints = endpoints(config);
        for (SystemConfig system : config.systems()) {
            try (Connections connections = new Connections(endpoints.writer(system))) {
                assertThatThrownBy(connections::open)
                        .isInstanceOf(CannotConnect.class)
                        .hasMessageContaining(system.name())
                        .hasMessageNotContaining("duet-password");
            }
        }
    }

    private static void run(Sync sync) {
        try {
            sync.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Side side(
            Endpoints endpoints, SystemConfig system, Connections reads, Connections writes) {
        return Side.of(endpoints.reader(system), reads.pool("read", 2), writes.pool("apply", 4));
    }

    private static Endpoints endpoints(DuetConfig config) {
        Map<String, String> environment =
                Map.of("CRM", postgres.password(), "ERP", mysql.password());
        return new Endpoints(new SecretResolver(environment), config.settings().timeouts());
    }

    private static DuetConfig config(Path authority) throws Exception {
        Path file = folder.resolve("duet.yaml");
        Files.writeString(
                file,
                """
                systems:
                  crm: { type: postgres, host: 127.0.0.1, port: %d, database: crm, user: %s, password: "${env:CRM}", tls: verify-full, tls-ca: %s }
                  erp: { type: mysql, host: 127.0.0.1, port: %d, database: erp, user: %s, password: "${env:ERP}", tls: verify-full, tls-ca: %s }
                entities:
                  customer:
                    tables: { crm: customer, erp: client }
                    key: { id: id }
                    fields: { name: name }
                settings: { heartbeat: 1s }
                """
                        .formatted(
                                postgres.port(),
                                postgres.user(),
                                authority,
                                mysql.port(),
                                mysql.user(),
                                authority));
        return switch (new ConfigReader().read(file)) {
            case ConfigResult.Valid valid -> valid.config();
            case ConfigResult.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    private static long plainInPostgres(Connection connection) throws SQLException {
        return number(
                connection,
                "SELECT count(*) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE NOT"
                        + " s.ssl AND a.backend_type IN ('client backend', 'walsender') AND"
                        + " (a.application_name ILIKE '%duet%' OR a.application_name ILIKE"
                        + " '%debezium%')");
    }

    private static long plainInMysql(Connection connection) throws SQLException {
        return number(
                connection,
                "SELECT count(*) FROM performance_schema.threads WHERE PROCESSLIST_ID <>"
                    + " CONNECTION_ID() AND TYPE = 'FOREGROUND' AND PROCESSLIST_USER = 'root' AND"
                    + " CONNECTION_TYPE <> 'SSL/TLS'");
    }

    private static long count(Connection connection, String table) throws SQLException {
        return number(connection, "SELECT count(*) FROM " + table);
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
