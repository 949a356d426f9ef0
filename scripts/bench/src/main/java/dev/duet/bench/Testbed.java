package dev.duet.bench;

import dev.duet.capture.ReaderSettings;
import dev.duet.deploy.config.ConfigReader;
import dev.duet.deploy.config.ConfigResult;
import dev.duet.deploy.config.SecretResolver;
import dev.duet.deploy.connect.Connections;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.init.Init;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.Side;
import dev.duet.localdb.LocalDatabases;
import dev.duet.localdb.LocalServer;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Position;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.SystemConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Both databases with durable settings, the measured table in each, and Duet's preparation. One
/// thread.
final class Testbed implements AutoCloseable {
    static final String POSTGRES = "crm";
    static final String MYSQL = "erp";

    /// The configuration file in the folder that is given.
    static final String CONFIG_FILE = "duet.yaml";

    static final String DATABASE = "duet_bench";

    /// The slot of what reads beside Duet.
    private static final String SLOT = "duet_bench";

    /// Any id that no replica has.
    private static final long SERVER_ID = 99_201;

    private static final int POOL = 4;

    private static final String CONFIG =
            """
            systems:
              crm: { type: postgres, host: %s, port: %d, database: duet_bench, user: %s, password: "${file:pg}", tls: disabled }
              erp: { type: mysql, host: %s, port: %d, database: duet_bench, user: %s, password: "${file:my}", tls: disabled }
            entities:
              item:
                tables: { crm: public.item, erp: product }
                key: { id: { crm: id, erp: number } }
                fields:
                  quantity: { crm: quantity, erp: stock }
                  total: { crm: total, erp: turnover }
                  code: code
                  name: { crm: name, erp: title }
                  price: price
                  active: { crm: active, erp: listed }
                  changed: { crm: changed_at, erp: touched_at }
            settings: { brakes: { deletes: off, conflicts: off } }
            """;

    private final LocalDatabases databases;
    private final DuetConfig config;
    private final Endpoints endpoints;
    private final List<Connections> opened = new ArrayList<>();
    private final Map<String, Side> sides = new LinkedHashMap<>();
    private final Map<String, Side> besides = new LinkedHashMap<>();
    private final Blueprint blueprint;

    private Testbed(LocalDatabases databases, Path folder, Filling filling)
            throws IOException, SQLException {
        this.databases = databases;
        createTables(databases.postgres(), ItemTable.POSTGRES);
        createTables(databases.mysql(), ItemTable.MYSQL);
        filling.fill(databases);
        this.config = config(databases, folder);
        this.endpoints = new Endpoints(new SecretResolver(Map.of()), config.settings().timeouts());
        new Init(config, endpoints, Map.of(), line -> {}).run();
        for (SystemConfig system : config.systems()) {
            Endpoint reader = endpoints.reader(system);
            Connections writers = connections(endpoints.writer(system));
            Connections readers = connections(reader);
            Side side = Side.of(reader, readers.pool("read", 2), writers.pool("apply", POOL));
            sides.put(system.name(), side);
            besides.put(system.name(), Side.of(beside(reader), side.reads(), side.pool()));
        }
        this.blueprint = Blueprint.compile(config, sides);
    }

    /// Writes rows of which Duet's logs know nothing.
    interface Filling {
        void fill(LocalDatabases databases) throws SQLException;
    }

    /// Starts both servers and prepares them.
    ///
    /// @param folder for the configuration file and the passwords
    static Testbed start(Path folder) throws IOException, SQLException {
        return start(folder, databases -> {});
    }

    /// The same with rows that are there before Duet is prepared.
    static Testbed start(Path folder, Filling filling) throws IOException, SQLException {
        LocalDatabases databases = LocalDatabases.start();
        try {
            return new Testbed(databases, folder, filling);
        } catch (IOException | SQLException | RuntimeException e) {
            databases.close();
            throw e;
        }
    }

    private static void createTables(LocalServer server, ItemTable table) throws SQLException {
        server.createDatabase(DATABASE);
        try (Connection connection = server.connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(table.create());
            statement.execute(table.unmapped().create());
            statement.execute(RawMarker.CREATE);
            statement.execute(RawMarker.FIRST);
        }
    }

    private static DuetConfig config(LocalDatabases databases, Path folder) throws IOException {
        Path file = folder.resolve(CONFIG_FILE);
        LocalServer postgres = databases.postgres();
        LocalServer mysql = databases.mysql();
        Files.writeString(folder.resolve("pg"), postgres.password());
        Files.writeString(folder.resolve("my"), mysql.password());
        Files.writeString(
                file,
                CONFIG.formatted(
                        postgres.host(),
                        postgres.port(),
                        postgres.user(),
                        mysql.host(),
                        mysql.port(),
                        mysql.user()));
        return switch (new ConfigReader().read(file)) {
            case ConfigResult.Valid valid -> valid.config();
            case ConfigResult.Invalid invalid ->
                    throw new IllegalStateException(
                            "the benchmark's own configuration: " + invalid);
        };
    }

    private Connections connections(Endpoint endpoint) {
        Connections connections = new Connections(endpoint);
        opened.add(connections);
        return connections;
    }

    private static Endpoint beside(Endpoint reader) {
        LogSource log =
                switch (reader.log()) {
                    case LogSource.Postgres own -> new LogSource.Postgres(SLOT, own.publication());
                    case LogSource.Mysql own -> new LogSource.Mysql(SERVER_ID);
                };
        return new Endpoint(
                reader.system(),
                reader.address(),
                reader.user(),
                reader.password(),
                reader.tls(),
                log,
                reader.timeouts());
    }

    DuetConfig config() {
        return config;
    }

    /// Both systems as Duet sees them.
    Map<String, Side> sides() {
        return sides;
    }

    /// A system as something beside Duet reads it: with a slot and a server id of its own.
    Side beside(String system) {
        return of(besides, system);
    }

    List<Shape> shapes(String system) {
        return blueprint.shapes(system);
    }

    ReaderSettings reading() {
        return new ReaderSettings(
                config.settings().pollInterval(),
                config.settings().spill().afterRows(),
                config.settings().spill().afterBytes().bytes(),
                config.settings().spill().folder());
    }

    static ItemTable table(String system) {
        return system.equals(POSTGRES) ? ItemTable.POSTGRES : ItemTable.MYSQL;
    }

    LocalDatabases databases() {
        return databases;
    }

    /// A connection of its own with Duet's settings and auto-commit.
    Connection open(String system) {
        Connections connections =
                new Connections(
                        endpoints.writer(
                                system.equals(POSTGRES) ? config.postgres() : config.mysql()));
        return connections.open();
    }

    /// Notes the end of a log, so that what is written from now on can be read by [#beside(String)]
    /// as often as wanted.
    Position mark(String system) throws SQLException {
        Side side = beside(system);
        try (Connection connection = open(system)) {
            if (kind(system) == DatabaseKind.MYSQL) {
                return side.logCheck().end(connection);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE"
                                + " slot_name = '"
                                + SLOT
                                + "'");
                try (ResultSet row =
                        statement.executeQuery(
                                "SELECT lsn::text FROM pg_create_logical_replication_slot('"
                                        + SLOT
                                        + "', 'pgoutput')")) {
                    row.next();
                    return Lsn.parse(row.getString(1));
                }
            }
        }
    }

    private static DatabaseKind kind(String system) {
        return table(system).kind();
    }

    private static <T> T of(Map<String, T> map, String system) {
        T found = map.get(system);
        if (found == null) {
            throw new IllegalArgumentException("there is no system " + system);
        }
        return found;
    }

    @Override
    public void close() {
        try (databases) {
            opened.forEach(Connections::close);
        }
    }
}
