package dev.duet.deploy.support;

import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.init.Init;
import dev.duet.localdb.LocalDatabases;
import dev.duet.localdb.LocalServer;
import dev.duet.localdb.ServerOptions;
import dev.duet.schemas.config.DuetConfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Both real databases with the shop's tables, prepared by `duet init` for users that may do no
/// more than they must. One thread.
public final class Workbench implements AutoCloseable {
    /// Long enough for two cores that do much else.
    public static final Duration LIMIT = Duration.ofMinutes(4);

    static final String PASSWORD = "change.me";

    private final Path folder;
    private final LentServers servers;
    private final LocalDatabases databases;
    private final Map<Shop, Connection> connections = new LinkedHashMap<>();
    private ChildJvm childJvm = ChildJvm.plain();

    private Workbench(LentServers servers) {
        this.servers = servers;
        this.databases = servers.databases();
        try {
            this.folder = Files.createTempDirectory("duet-workbench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Both databases with their tables, after init.
    public static Workbench start() throws SQLException {
        return on(LentServers.lend(LentServers.Kind.IMPATIENT));
    }

    /// As [#start()], with settings of the test's own.
    public static Workbench start(ServerOptions postgres, ServerOptions mysql) throws SQLException {
        return on(LentServers.lend(postgres, mysql));
    }

    private static Workbench on(LentServers servers) throws SQLException {
        Workbench workbench = new Workbench(servers);
        try {
            workbench.make();
            return workbench;
        } catch (SQLException | RuntimeException e) {
            workbench.close();
            throw e;
        }
    }

    /// Drops everything and begins again: tables, what Duet keeps, slots, positions.
    public void renew() throws SQLException {
        disconnect();
        servers.renew();
        make();
    }

    private void make() throws SQLException {
        databases.postgres().createDatabase("crm");
        databases.mysql().createDatabase("erp");
        for (Shop shop : Shop.values()) {
            Sql.execute(connection(shop), shop.schema().toArray(String[]::new));
        }
        initialise(config());
        Sql.one(
                connection(Shop.CRM),
                "SELECT pg_create_logical_replication_slot('witness', 'test_decoding')");
    }

    /// Runs `duet init` with the servers' own administrators.
    public void initialise(DuetConfig config) throws SQLException {
        Endpoints endpoints =
                new Endpoints(new SecretResolver(secrets()), config.settings().timeouts());
        new Init(config, endpoints, servers.admins(config, endpoints), line -> {}).run();
    }

    static Shop shopOf(String system) {
        return system.equals("crm") ? Shop.CRM : Shop.ERP;
    }

    /// What the configuration's references stand for.
    public Map<String, String> secrets() {
        return Map.of("DUET_TEST_PASSWORD", PASSWORD);
    }

    public LocalDatabases databases() {
        return databases;
    }

    public LocalServer server(Shop shop) {
        return shop == Shop.CRM ? databases.postgres() : databases.mysql();
    }

    /// The configuration with quick settings.
    public DuetConfig config() {
        return LivePair.read(writeConfig(ConfigText.quick()));
    }

    /// The same for entities of the test's own, whose tables are there, after init.
    public DuetConfig initialised(String entities) throws SQLException {
        DuetConfig config = config(ConfigText.quick().withEntities(entities));
        initialise(config);
        return config;
    }

    public DuetConfig config(ConfigText text) {
        return LivePair.read(writeConfig(text));
    }

    /// The configuration as a file, which a process can read.
    public Path writeConfig(ConfigText text) {
        try {
            Path file = Files.createTempFile(folder, "duet", ".yaml");
            return Files.writeString(file, text.yaml(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A place for files; it is left behind when a test fails, and may be looked at.
    public Path folder() {
        return folder;
    }

    ChildJvm childJvm() {
        return childJvm;
    }

    /// Starts the processes to come so.
    void use(ChildJvm jvm) {
        childJvm = jvm;
    }

    /// This side's connection of the test's own, with auto-commit; made anew when the server ended
    /// it.
    public Connection connection(Shop shop) throws SQLException {
        Connection known = connections.get(shop);
        if (known == null || !known.isValid(5)) {
            known = server(shop).connect(shop.system());
            connections.put(shop, known);
        }
        return known;
    }

    /// Runs SQL written with the entities' own names.
    public void execute(Shop shop, String... statements) throws SQLException {
        for (String sql : statements) {
            Sql.execute(connection(shop), shop.sql(sql));
        }
    }

    public String one(Shop shop, String sql) throws SQLException {
        return Sql.one(connection(shop), shop.sql(sql));
    }

    /// Waits until a query's first value is this.
    public void await(Shop shop, String sql, String expected) {
        Await.until(
                shop + ": " + sql + " is " + expected,
                LIMIT,
                () -> one(shop, sql).equals(expected));
    }

    /// Writes a customer on each side and waits until both have come to the other.
    public void awaitSentinels() throws SQLException {
        for (Shop shop : Shop.values()) {
            awaitArrival(shop);
        }
    }

    /// Writes a customer on this side and waits until it has come to the other.
    public void awaitArrival(Shop from) throws SQLException {
        awaitArrival(from, LIMIT);
    }

    /// As [#awaitArrival(Shop)], within a limit of the test's own.
    public void awaitArrival(Shop from, Duration limit) throws SQLException {
        long id = from.firstKey() + 900_000_000L + System.nanoTime() % 90_000_000L;
        execute(
                from,
                "INSERT INTO {customer} ({customer.id}, {customer.name}, balance, visits) VALUES ("
                        + id
                        + ", 'sentinel', 0, 0)");
        String arrived = "SELECT count(*) FROM {customer} WHERE {customer.id} = " + id;
        Await.until(
                "a customer of " + from + " has come to the other side",
                limit,
                () -> one(from.peer(), arrived).equals("1"));
    }

    /// As a machine that stands still.
    ///
    /// In the midst of a transaction it would hold the checkpoint row's lock until the server ends
    /// its session, and the second would wait for that.
    public void freezeBetweenTransactions(DuetChild duet) throws SQLException {
        duet.freeze();
        while (isWriting()) {
            duet.thaw();
            duet.freeze();
        }
    }

    private boolean isWriting() throws SQLException {
        String inPostgres =
                one(
                        Shop.CRM,
                        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'duet_writer' AND"
                                + " backend_xid IS NOT NULL");
        String inMysql =
                one(
                        Shop.ERP,
                        "SELECT count(*) FROM performance_schema.data_locks JOIN"
                                + " performance_schema.threads USING (thread_id) WHERE"
                                + " processlist_user = 'duet_writer'");
        return !inPostgres.equals("0") || !inMysql.equals("0");
    }

    private void disconnect() throws SQLException {
        for (Connection connection : connections.values()) {
            connection.close();
        }
        connections.clear();
    }

    @Override
    public void close() {
        try (servers) {
            disconnect();
        } catch (SQLException _) {
            // The server is gone, which is what was wanted.
        }
    }

    /// The users of init's making, for messages of tests.
    static Set<String> users() {
        return Set.of("duet_reader", "duet_writer");
    }
}
