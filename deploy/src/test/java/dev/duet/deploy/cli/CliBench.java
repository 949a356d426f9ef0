package dev.duet.deploy.cli;

import dev.duet.deploy.InProcess;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.init.Init;
import dev.duet.deploy.support.LentServers;
import dev.duet.deploy.support.LivePair;
import dev.duet.deploy.support.Sql;
import dev.duet.localdb.LocalDatabases;
import dev.duet.localdb.LocalServer;
import dev.duet.schemas.config.DuetConfig;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Two databases with one entity, prepared by `duet init` with users of their own, and the program.
/// One thread.
final class CliBench implements AutoCloseable {
    /// Passwords that occur nowhere else, so that they can be looked for.
    static final List<String> PASSWORDS =
            List.of("Zq7crmReader", "Zq7crmWriter", "Zq7erpReader", "Zq7erpWriter");

    /// Files with them.
    private static final List<String> SECRETS =
            List.of("CRM_READER", "CRM_WRITER", "ERP_READER", "ERP_WRITER");

    private static final Set<String> OFTEN =
            Set.of(
                    "check",
                    "compare",
                    "conflicts",
                    "docs",
                    "load",
                    "pause",
                    "position",
                    "quarantine",
                    "reload",
                    "replay",
                    "resume",
                    "resync",
                    "status");

    private final LentServers servers = LentServers.lend(LentServers.Kind.AS_IN_PRODUCTION);
    private final LocalDatabases databases = servers.databases();
    private final Path folder;
    private final String brakes;
    private final List<DuetProcess> started = new ArrayList<>();
    private final Map<String, Connection> asking = new HashMap<>();
    private final Connection crm;
    private final Connection erp;

    private String entities = "";

    CliBench(Path folder) throws SQLException, IOException, InterruptedException {
        this(folder, "{}");
    }

    /// @param brakes the setting of that name
    CliBench(Path folder, String brakes) throws SQLException, IOException, InterruptedException {
        this(
                folder,
                brakes,
                List.of(
                        "CREATE TABLE customer (customer_id int PRIMARY KEY, full_name"
                                + " varchar(100), note text)"),
                List.of(
                        "CREATE TABLE client (account int PRIMARY KEY, client_name varchar(10),"
                                + " note text) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin"),
                """
                customer:
                  tables: { crm: public.customer, erp: client }
                  key: { id: { crm: customer_id, erp: account } }
                  fields:
                    name: { crm: full_name, erp: client_name }
                    note: note
                """);
    }

    /// @param crmTable makes the table on that side
    /// @param entities as they stand in the file
    CliBench(Path folder, String crmTable, String erpTable, String entities)
            throws SQLException, IOException, InterruptedException {
        this(folder, List.of(crmTable), List.of(erpTable), entities);
    }

    /// @param brakes the setting of that name
    /// @param crmTable makes the table on that side
    /// @param entities as they stand in the file
    CliBench(Path folder, String brakes, String crmTable, String erpTable, String entities)
            throws SQLException, IOException, InterruptedException {
        this(folder, brakes, List.of(crmTable), List.of(erpTable), entities);
    }

    /// @param crmTables statements that make the tables on that side, and what they need
    /// @param entities as they stand in the file
    CliBench(Path folder, List<String> crmTables, List<String> erpTables, String entities)
            throws SQLException, IOException, InterruptedException {
        this(folder, "{}", crmTables, erpTables, entities);
    }

    /// @param brakes the setting of that name
    /// @param crmTables statements that make the tables on that side, and what they need
    /// @param entities as they stand in the file
    CliBench(
            Path folder,
            String brakes,
            List<String> crmTables,
            List<String> erpTables,
            String entities)
            throws SQLException, IOException, InterruptedException {
        this(folder, brakes, crmTables, erpTables);
        this.entities = entities;
        writeConfig("duet.yaml", databases.mysql().port());
        init();
    }

    /// Both databases with their tables, without a file and what `duet init` makes.
    ///
    /// @param crmTables statements that make the tables on that side, and what they need
    CliBench(Path folder, List<String> crmTables, List<String> erpTables)
            throws SQLException, IOException {
        this(folder, "{}", crmTables, erpTables);
    }

    private CliBench(Path folder, String brakes, List<String> crmTables, List<String> erpTables)
            throws SQLException, IOException {
        this.folder = folder;
        this.brakes = brakes;
        for (int i = 0; i < PASSWORDS.size(); i++) {
            Files.writeString(folder.resolve(SECRETS.get(i)), PASSWORDS.get(i));
        }
        databases.postgres().createDatabase("crm");
        databases.mysql().createDatabase("erp");
        crm = databases.postgres().connect("crm");
        erp = databases.mysql().connect("erp");
        crm(crmTables.toArray(String[]::new));
        erp(erpTables.toArray(String[]::new));
    }

    /// A configuration file of that name; the port may be one where nothing listens.
    void writeConfig(String name, int mysqlPort) throws IOException {
        Files.writeString(
                folder.resolve(name),
                """
                systems:
                  crm:
                    type: postgres
                    host: 127.0.0.1
                    port: %d
                    database: crm
                    reader: { user: duet_reader, password: "${file:CRM_READER}" }
                    writer: { user: duet_writer, password: "${file:CRM_WRITER}" }
                    tls: disabled
                  erp:
                    type: mysql
                    host: 127.0.0.1
                    port: %d
                    database: erp
                    reader: { user: duet_reader, password: "${file:ERP_READER}" }
                    writer: { user: duet_writer, password: "${file:ERP_WRITER}" }
                    tls: disabled
                entities:
                %s
                settings:
                  heartbeat: 500ms
                  poll-interval: 20ms
                  lease: { ttl: 5s }
                  timeouts: { connect: 3s }
                  brakes: %s
                """
                        .formatted(
                                databases.postgres().port(),
                                mysqlPort,
                                entities.indent(2).stripTrailing(),
                                brakes));
    }

    /// Mends the file.
    void say(String entitiesNow) throws IOException {
        entities = entitiesNow;
        writeConfig("duet.yaml", databases.mysql().port());
    }

    /// What `duet init` does, under the servers' administrators.
    void init() throws SQLException {
        DuetConfig config = LivePair.read(folder.resolve("duet.yaml"));
        var endpoints =
                new Endpoints(new SecretResolver(System.getenv()), config.settings().timeouts());
        new Init(config, endpoints, servers.admins(config, endpoints), _ -> {}).run();
    }

    LocalDatabases databases() {
        return databases;
    }

    /// Runs a command to its end, without a process of its own if it is of those that are called so
    /// often.
    Spoken call(String... arguments) throws IOException, InterruptedException {
        return callWith("duet.yaml", arguments);
    }

    Spoken callWith(String config, String... arguments) throws IOException, InterruptedException {
        // A DBA's password comes from the environment.
        if (!OFTEN.contains(arguments[0]) || List.of(arguments).contains("--admin")) {
            return process(config, arguments);
        }
        var out = new StringWriter();
        var err = new StringWriter();
        int code =
                InProcess.call(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        words(config, arguments).toArray(String[]::new));
        return new Ended(out.toString(), err.toString(), code);
    }

    private record Ended(String out, String err, int exitCode) implements Spoken {}

    /// Runs a command to its end, as a process: what it logs is read too.
    DuetProcess process(String config, String... arguments)
            throws IOException, InterruptedException {
        DuetProcess process = start(config, Map.of(), arguments);
        process.awaitEnd();
        return process;
    }

    /// Starts `duet run` and waits until both directions are under way.
    DuetProcess run(String... options) throws IOException, InterruptedException {
        return run(Map.of(), options);
    }

    DuetProcess run(Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        DuetProcess process =
                start(
                        "duet.yaml",
                        environment,
                        Stream.concat(Stream.of("run"), Stream.of(options)).toArray(String[]::new));
        process.awaitText("reading on direction=", 2);
        return process;
    }

    /// Starts a command.
    DuetProcess start(String config, Map<String, String> environment, String... arguments)
            throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("DUET_ADMIN_PASSWORD_CRM", databases.postgres().password());
        variables.put("DUET_ADMIN_PASSWORD_ERP", databases.mysql().password());
        variables.putAll(environment);
        var process = new DuetProcess(folder, started.size(), variables, words(config, arguments));
        started.add(process);
        return process;
    }

    private List<String> words(String config, String... arguments) {
        List<String> words =
                new ArrayList<>(List.of("--config", folder.resolve(config).toString()));
        words.addAll(List.of(arguments));
        return words;
    }

    void crm(String... statements) throws SQLException {
        Sql.execute(crm, statements);
    }

    /// Opens its session anew where the server was down.
    void erp(String... statements) throws SQLException {
        if (erp.isValid(1)) {
            Sql.execute(erp, statements);
            return;
        }
        try (Connection again = databases.mysql().connect("erp")) {
            Sql.execute(again, statements);
        }
    }

    String askCrm(String sql) throws SQLException {
        return ask("crm", databases.postgres(), sql);
    }

    String askErp(String sql) throws SQLException {
        return ask("erp", databases.mysql(), sql);
    }

    /// In a session of its own, which sees what is committed; anew where the server was down.
    private synchronized String ask(String name, LocalServer server, String sql)
            throws SQLException {
        Connection session = asking.get(name);
        if (session == null || !session.isValid(1)) {
            session = server.connect(name);
            asking.put(name, session);
        }
        return one(session, sql);
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
        }
    }

    /// All that every process has written so far.
    List<DuetProcess> processes() {
        return started;
    }

    @Override
    public void close() throws SQLException {
        started.forEach(DuetProcess::close);
        crm.close();
        erp.close();
        for (Connection session : asking.values()) {
            session.close();
        }
        servers.close();
    }
}
