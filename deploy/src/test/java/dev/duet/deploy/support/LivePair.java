package dev.duet.deploy.support;

import dev.duet.deploy.check.Check;
import dev.duet.deploy.check.Finding;
import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult.Invalid;
import dev.duet.deploy.config.ConfigResult.Valid;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.init.Init;
import dev.duet.deploy.init.InitReport;
import dev.duet.localdb.LocalDatabases;
import dev.duet.localdb.LocalServer;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.config.DuetConfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Both real databases with a customer and its orders on each side, as a healthy pair has them. One
/// thread.
public final class LivePair implements AutoCloseable {
    public static final String CRM = "crm";
    public static final String ERP = "erp";

    /// Of both roles on both sides; odd on purpose.
    public static final String PASSWORD = "s3cret'\\ü";

    private static final String FILE =
            """
            systems:
              crm:
                type: postgres
                host: %s
                port: %d
                database: crm
                tls: disabled
                reader: { user: duet_reader, password: "${env:PASSWORD}" }
                writer: { user: duet_writer, password: "${env:PASSWORD}" }
              erp:
                type: mysql
                host: %s
                port: %d
                database: erp
                tls: disabled
                reader: { user: duet_reader, password: "${env:PASSWORD}" }
                writer: { user: duet_writer, password: "${env:PASSWORD}" }
            entities:
              customer:
                tables: { crm: public.customer, erp: client }
                key: { id: { crm: customer_id, erp: account_number } }
                fields:
                  name: { crm: full_name, erp: client_name }
                  phone: { crm: phone, erp: tel }
                only-in: { crm: [internal] }
              order:
                tables: { crm: Sales.Order, erp: order_line }
                key:
                  id: { crm: id, erp: order_id }
                  line: { crm: Line, erp: line_no }
                fields:
                  customer: { crm: customer, erp: account }
                  amount: { crm: amount, erp: amount }
            """;

    private static final List<String> CRM_TABLES =
            List.of(
                    "CREATE SCHEMA \"Sales\"",
                    """
                    CREATE TABLE customer (customer_id bigint PRIMARY KEY, full_name varchar(100) NOT NULL,
                        phone varchar(30), internal serial)
                    """,
                    """
                    CREATE TABLE "Sales"."Order" (id integer, "Line" integer, customer bigint NOT NULL
                        REFERENCES customer, amount numeric(10,2), PRIMARY KEY (id, "Line"))
                    """,
                    "CREATE TABLE ledger (id integer PRIMARY KEY, entry text)");

    private static final List<String> ERP_TABLES =
            List.of(
                    """
                    CREATE TABLE client (account_number bigint PRIMARY KEY, client_name varchar(100) NOT NULL,
                        tel varchar(30))
                    """,
                    """
                    CREATE TABLE order_line (order_id int, line_no int, account bigint NOT NULL,
                        amount decimal(10,2), PRIMARY KEY (order_id, line_no),
                        CONSTRAINT of_client FOREIGN KEY (account) REFERENCES client (account_number))
                    """,
                    "CREATE TABLE ledger (id int PRIMARY KEY, entry text)");

    private final LentServers servers;
    private final LocalDatabases databases;
    private final DuetConfig config;
    private final Endpoints endpoints;

    private LivePair(LentServers servers, DuetConfig config) {
        this.servers = servers;
        this.databases = servers.databases();
        this.config = config;
        this.endpoints =
                new Endpoints(
                        new SecretResolver(Map.of("PASSWORD", PASSWORD)),
                        config.settings().timeouts());
    }

    /// Starts both; nothing is initialised.
    public static LivePair start() throws SQLException {
        LentServers servers = LentServers.lend(LentServers.Kind.AS_IN_PRODUCTION);
        LocalDatabases databases = servers.databases();
        databases.postgres().createDatabase(CRM);
        databases.mysql().createDatabase(ERP);
        var pair = new LivePair(servers, read(file(databases)));
        pair.execute(CRM, CRM_TABLES);
        pair.execute(ERP, ERP_TABLES);
        return pair;
    }

    /// The configuration file's text for these servers.
    public static String file(LocalDatabases databases) {
        return FILE.formatted(
                databases.postgres().host(),
                databases.postgres().port(),
                databases.mysql().host(),
                databases.mysql().port());
    }

    public static DuetConfig read(String text) {
        try {
            Path file = Files.createTempFile("duet", ".yaml");
            Files.writeString(file, text);
            try {
                return read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static DuetConfig read(Path file) {
        return switch (new ConfigReader().read(file)) {
            case Valid valid -> valid.config();
            case Invalid invalid -> throw new AssertionError(invalid.problems().toString());
        };
    }

    public LocalDatabases databases() {
        return databases;
    }

    public DuetConfig config() {
        return config;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    public LocalServer server(String system) {
        return system.equals(CRM) ? databases.postgres() : databases.mysql();
    }

    /// The servers' own superusers, by system.
    public Map<String, Endpoint> admins() {
        return admins(config);
    }

    private Map<String, Endpoint> admins(DuetConfig other) {
        return servers.admins(other, endpoints);
    }

    public List<InitReport.Line> init() throws SQLException {
        return init(admins());
    }

    public List<InitReport.Line> init(Map<String, Endpoint> admins) throws SQLException {
        var lines = new ArrayList<InitReport.Line>();
        new Init(config, endpoints, admins, lines::add).run();
        return lines;
    }

    public List<Finding> check() throws SQLException {
        return check(config);
    }

    public List<Finding> check(DuetConfig other) throws SQLException {
        return new Check(other, endpoints, admins(other)).run();
    }

    /// Runs statements as the server's superuser, each on its own.
    public void execute(String system, List<String> statements) throws SQLException {
        try (Connection connection = server(system).connect(system);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    throw new SQLException(
                            system + ": " + sql, e.getSQLState(), e.getErrorCode(), e);
                }
            }
        }
    }

    @Override
    public void close() {
        servers.close();
    }
}
