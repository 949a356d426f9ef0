package dev.duet.deploy.check;

import dev.duet.apply.Catalog;
import dev.duet.apply.mysql.MysqlCatalog;
import dev.duet.apply.postgres.PostgresCatalog;
import dev.duet.deploy.check.mysql.MysqlCheck;
import dev.duet.deploy.check.mysql.MysqlStructure;
import dev.duet.deploy.check.postgres.PostgresCheck;
import dev.duet.deploy.check.postgres.PostgresStructure;
import dev.duet.deploy.check.schema.CascadeCheck;
import dev.duet.deploy.check.schema.EntityTables;
import dev.duet.deploy.check.schema.GeneratorCheck;
import dev.duet.deploy.check.schema.PresenceCheck;
import dev.duet.deploy.check.schema.SideEffectCheck;
import dev.duet.deploy.check.schema.SideTable;
import dev.duet.deploy.connect.CannotConnect;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.deploy.init.postgres.Slot;
import dev.duet.deploy.rights.Role;
import dev.duet.schemas.Endpoint;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.LookupConfig;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads both servers and both schemas, and finds everything that stands in the way. One thread;
/// run once.
public final class Check {
    private final DuetConfig config;
    private final Endpoints endpoints;
    private final Map<String, Endpoint> admins;
    private final Findings findings = new Findings();
    private Map<TableName, Table> referencesInPostgres = Map.of();
    private Map<TableName, Table> referencesInMysql = Map.of();

    /// @param admins by system: who may see more than Duet's own users
    public Check(DuetConfig config, Endpoints endpoints, Map<String, Endpoint> admins) {
        this.config = config;
        this.endpoints = endpoints;
        this.admins = Map.copyOf(admins);
    }

    /// Worst first; empty when all is well.
    ///
    /// @throws CannotReach when a database does not let us in
    public List<Finding> run() throws SQLException {
        var failures = new ArrayList<CannotConnect>();
        try (var postgres =
                        new Session(
                                config.postgres(),
                                endpoints,
                                admins.get(config.postgres().name()),
                                failures);
                var mysql =
                        new Session(
                                config.mysql(),
                                endpoints,
                                admins.get(config.mysql().name()),
                                failures)) {
            if (!failures.isEmpty()) {
                throw new CannotReach(failures);
            }
            check(postgres, mysql);
        }
        return findings.sorted();
    }

    private void check(Session postgres, Session mysql) throws SQLException {
        var postgresCheck = new PostgresCheck(config, findings.in(config.postgres().name()));
        // Before the checkpoints: beside a running Duet those only move on.
        Optional<Slot> slot = postgresCheck.slot(postgres.reader());
        OwnState inPostgres = OwnState.read(postgres.writer(), config.postgres());
        OwnState inMysql = OwnState.read(mysql.writer(), config.mysql());
        Map<String, Table> postgresTables =
                tables(
                        postgres,
                        new PostgresCatalog(),
                        new PostgresStructure(postgres.structure()));
        referencesInPostgres = references(postgres, new PostgresCatalog());
        referencesInMysql = references(mysql, new MysqlCatalog());
        Map<String, Table> mysqlTables =
                tables(mysql, new MysqlCatalog(), new MysqlStructure(mysql.structure()));

        postgresCheck.run(
                postgres.reader(), slot, postgresTables.values(), inPostgres.resume(inMysql));
        var mysqlCheck = new MysqlCheck(config, findings.in(config.mysql().name()));
        boolean logsCascades =
                mysqlCheck.run(
                        new MysqlCheck.Sessions(mysql.reader(), mysql.writer(), mysql.structure()),
                        mysqlTables.values(),
                        inMysql.complete(),
                        inMysql.resume(inPostgres));
        OwnState.compare(inPostgres, inMysql, slot.isPresent(), findings);

        List<EntityTables> entities = pairs(postgresTables, mysqlTables);
        EntityTables.check(entities, findings);
        if (!logsCascades) {
            CascadeCheck.run(entities, findings);
        }
        sideEffects(entities, postgres, mysql);
    }

    /// The mapped tables that exist, by entity.
    private Map<String, Table> tables(Session session, Catalog catalog, Structure structure)
            throws SQLException {
        Findings.InSystem here = findings.in(session.system().name());
        var tables = new LinkedHashMap<String, Table>();
        var missing = new HashSet<TableName>();
        for (EntityConfig entity : config.entities()) {
            Optional<Table> table =
                    catalog.table(session.structure(), entity.table(session.system().name()));
            if (table.isPresent()) {
                tables.put(entity.name(), table.get());
                PresenceCheck.missingColumns(entity, session.system(), table.get(), here);
            } else if (missing.add(entity.table(session.system().name()))) {
                PresenceCheck.missingTable(entity, session.system(), structure, here);
            }
        }
        return tables;
    }

    /// The tables that fields look up in, as far as they exist.
    private Map<TableName, Table> references(Session session, Catalog catalog) throws SQLException {
        var references = new LinkedHashMap<TableName, Table>();
        for (EntityConfig entity : config.entities()) {
            for (LookupConfig lookup : entity.lookups(session.system().name()).toList()) {
                catalog.table(session.structure(), lookup.table())
                        .ifPresent(table -> references.put(lookup.table(), table));
            }
        }
        return references;
    }

    private List<EntityTables> pairs(Map<String, Table> postgres, Map<String, Table> mysql) {
        var pairs = new ArrayList<EntityTables>();
        for (EntityConfig entity : config.entities()) {
            Table left = postgres.get(entity.name());
            Table right = mysql.get(entity.name());
            if (left != null && right != null) {
                pairs.add(
                        new EntityTables(
                                SideTable.of(
                                        config,
                                        config.postgres(),
                                        entity,
                                        left,
                                        referencesInPostgres),
                                SideTable.of(
                                        config, config.mysql(), entity, right, referencesInMysql),
                                config.first().name()));
            }
        }
        return pairs;
    }

    private void sideEffects(List<EntityTables> entities, Session postgres, Session mysql)
            throws SQLException {
        var inPostgres = new PostgresStructure(postgres.structure());
        var inMysql = new MysqlStructure(mysql.structure());
        for (EntityTables entity : entities) {
            GeneratorCheck.run(entity, inPostgres, inMysql, findings);
            SideEffectCheck.run(
                    entities,
                    entity.postgres(),
                    inPostgres,
                    Role.WRITER.user(config.postgres()),
                    findings.in(config.postgres().name()));
            SideEffectCheck.run(
                    entities,
                    entity.mysql(),
                    inMysql,
                    Role.WRITER.user(config.mysql()),
                    findings.in(config.mysql().name()));
        }
    }
}
