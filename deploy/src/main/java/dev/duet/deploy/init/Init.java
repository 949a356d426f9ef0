package dev.duet.deploy.init;

import dev.duet.apply.Catalog;
import dev.duet.apply.mysql.MysqlCatalog;
import dev.duet.apply.postgres.PostgresCatalog;
import dev.duet.deploy.connect.Connections;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.init.mysql.MysqlAccounts;
import dev.duet.deploy.init.mysql.MysqlSetup;
import dev.duet.deploy.init.postgres.PostgresSetup;
import dev.duet.deploy.init.postgres.PostgresTables;
import dev.duet.deploy.rights.Role;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prepares both databases and marks where both logs begin. One thread; run once.
public final class Init {
    /// Any number of its own: two inits at once would both find nothing.
    static final long LOCK = 0x64756574_696E6974L;

    private final DuetConfig config;
    private final Endpoints endpoints;
    private final Map<String, Endpoint> admins;
    private final InitReport report;

    /// @param admins by system: who prepares the database there; else the writer tries
    public Init(
            DuetConfig config,
            Endpoints endpoints,
            Map<String, Endpoint> admins,
            InitReport report) {
        this.config = config;
        this.endpoints = endpoints;
        this.admins = Map.copyOf(admins);
        this.report = report;
    }

    /// @throws CannotInitialise when what exists contradicts, or a right is missing
    /// @throws SQLException when a database fails otherwise
    public void run() throws SQLException {
        Endpoint postgresOwner = owner(config.postgres());
        Endpoint mysqlOwner = owner(config.mysql());
        try (var postgres = new Connections(postgresOwner);
                var mysql = new Connections(mysqlOwner);
                Connection toPostgres = postgres.open();
                Connection toMysql = mysql.open()) {
            Lock.take(toPostgres, LOCK, config.postgres().name());
            List<String> missing = new ArrayList<>();
            missing.addAll(missingTables(config.postgres(), new PostgresCatalog(), toPostgres));
            missing.addAll(missingTables(config.mysql(), new MysqlCatalog(), toMysql));
            if (!missing.isEmpty()) {
                throw new CannotInitialise(
                        "mapped tables or columns are missing, or may not be seen: "
                                + String.join(", ", missing),
                        "Create them, or mend their names in the file; 'duet check' suggests"
                                + " names.");
            }
            preparePostgres(postgresOwner, toPostgres);
            prepareMysql(mysqlOwner, toMysql);
            begin();
            pair();
        }
    }

    private Endpoint owner(SystemConfig system) {
        return Optional.ofNullable(admins.get(system.name()))
                .orElseGet(() -> endpoints.writer(system));
    }

    private String password(SystemConfig system, Role role) {
        return switch (role) {
            case READER -> endpoints.reader(system).password();
            case WRITER -> endpoints.writer(system).password();
        };
    }

    private List<String> missingTables(SystemConfig system, Catalog catalog, Connection connection)
            throws SQLException {
        var missing = new ArrayList<String>();
        for (EntityConfig entity : config.entities()) {
            TableName name = entity.table(system.name());
            Optional<Table> table = catalog.table(connection, name);
            if (table.isEmpty()) {
                missing.add(system.name() + ": " + name);
                continue;
            }
            entity.mappedColumns(system.name())
                    .filter(column -> table.get().column(column).isEmpty())
                    .forEach(column -> missing.add(system.name() + ": " + name + "." + column));
        }
        return missing;
    }

    private void preparePostgres(Endpoint owner, Connection connection) throws SQLException {
        var setup = new PostgresSetup(config, role -> password(config.postgres(), role));
        new Preparation(owner, connection, report)
                .take(setup.steps(PostgresTables.ofDatabase(connection)));
    }

    private void prepareMysql(Endpoint owner, Connection connection) throws SQLException {
        SystemConfig system = config.mysql();
        if (admins.containsKey(system.name())) {
            var accounts = new MysqlAccounts.OfAdmin(connection, system);
            takeMysql(owner, connection, accounts);
            return;
        }
        try (var readers = new Connections(endpoints.reader(system));
                Connection reader = readers.open()) {
            var accounts =
                    new MysqlAccounts.OfThemselves(
                            Map.of(Role.READER, reader, Role.WRITER, connection));
            takeMysql(owner, connection, accounts);
        }
    }

    private void takeMysql(Endpoint owner, Connection connection, MysqlAccounts accounts)
            throws SQLException {
        var setup = new MysqlSetup(config, accounts, role -> password(config.mysql(), role));
        new Preparation(owner, connection, report).take(setup.steps());
    }

    private void pair() throws SQLException {
        if (!Pairing.isAsked(config)) {
            return;
        }
        try (OpenSystems systems = OpenSystems.of(config, endpoints)) {
            new Pairing(
                            Blueprint.compile(config, systems.sides()),
                            systems.side(config.first().name()),
                            systems.side(config.second().name()),
                            report)
                    .run(config);
        }
    }

    private void begin() throws SQLException {
        if (!(config.postgres().log() instanceof LogSource.Postgres log)) {
            throw new IllegalStateException("PostgreSQL without its log");
        }
        try (var postgresReaders = new Connections(endpoints.reader(config.postgres()));
                var postgresWriters = new Connections(endpoints.writer(config.postgres()));
                var mysqlReaders = new Connections(endpoints.reader(config.mysql()));
                var mysqlWriters = new Connections(endpoints.writer(config.mysql()));
                Connection postgresReader = postgresReaders.open();
                Connection postgresWriter = postgresWriters.open();
                Connection mysqlReader = mysqlReaders.open();
                Connection mysqlWriter = mysqlWriters.open()) {
            new Start(config, log, report)
                    .make(
                            new Start.Sessions(
                                    postgresReader, postgresWriter, mysqlReader, mysqlWriter));
        }
    }
}
