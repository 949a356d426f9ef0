package dev.duet.deploy.check;

import dev.duet.apply.Catalog;
import dev.duet.apply.mysql.MysqlCatalog;
import dev.duet.apply.postgres.PostgresCatalog;
import dev.duet.deploy.check.mysql.MysqlStructure;
import dev.duet.deploy.check.postgres.PostgresStructure;
import dev.duet.deploy.check.schema.CascadeCheck;
import dev.duet.deploy.check.schema.EntityTables;
import dev.duet.deploy.check.schema.GeneratorCheck;
import dev.duet.deploy.check.schema.PresenceCheck;
import dev.duet.deploy.check.schema.SideEffectCheck;
import dev.duet.deploy.check.schema.SideTable;
import dev.duet.deploy.rights.Role;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.LookupConfig;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds the file's mapping against both schemas: all that `check` finds but for the servers, the
/// rights and Duet's own tables. One thread; run once.
public final class MappingCheck {
    private final DuetConfig config;
    private final Structure inPostgres;
    private final Structure inMysql;
    private final Findings findings;
    private final Map<String, Table> postgresTables;
    private final Map<String, Table> mysqlTables;
    private final Map<TableName, Table> referencesInPostgres;
    private final Map<TableName, Table> referencesInMysql;

    private MappingCheck(
            DuetConfig config, Connection postgres, Connection mysql, Findings findings)
            throws SQLException {
        this.config = config;
        this.findings = findings;
        this.inPostgres = new PostgresStructure(postgres);
        this.inMysql = new MysqlStructure(mysql);
        var postgresCatalog = new PostgresCatalog();
        var mysqlCatalog = new MysqlCatalog();
        this.postgresTables = tables(config.postgres(), postgres, postgresCatalog, inPostgres);
        this.mysqlTables = tables(config.mysql(), mysql, mysqlCatalog, inMysql);
        this.referencesInPostgres = references(config.postgres(), postgres, postgresCatalog);
        this.referencesInMysql = references(config.mysql(), mysql, mysqlCatalog);
    }

    /// Reads the tables, and finds those that are missing.
    public static MappingCheck read(
            DuetConfig config, Connection postgres, Connection mysql, Findings findings)
            throws SQLException {
        return new MappingCheck(config, postgres, mysql, findings);
    }

    /// PostgreSQL's mapped tables that exist.
    Collection<Table> postgres() {
        return postgresTables.values();
    }

    /// MySQL's mapped tables that exist.
    Collection<Table> mysql() {
        return mysqlTables.values();
    }

    /// @param logsCascades whether MySQL logs what its foreign keys do
    public void run(boolean logsCascades) throws SQLException {
        List<EntityTables> entities = pairs();
        EntityTables.check(entities, findings);
        if (!logsCascades) {
            CascadeCheck.run(entities, findings);
        }
        sideEffects(entities);
    }

    /// The mapped tables that exist, by entity.
    private Map<String, Table> tables(
            SystemConfig system, Connection connection, Catalog catalog, Structure structure)
            throws SQLException {
        Findings.InSystem here = findings.in(system.name());
        var tables = new LinkedHashMap<String, Table>();
        var missing = new HashSet<TableName>();
        for (EntityConfig entity : config.entities()) {
            Optional<Table> table = catalog.table(connection, entity.table(system.name()));
            if (table.isPresent()) {
                tables.put(entity.name(), table.get());
                PresenceCheck.missingColumns(entity, system, table.get(), here);
            } else if (missing.add(entity.table(system.name()))) {
                PresenceCheck.missingTable(entity, system, structure, here);
            }
        }
        return tables;
    }

    /// The tables that fields look up in, as far as they exist.
    private Map<TableName, Table> references(
            SystemConfig system, Connection connection, Catalog catalog) throws SQLException {
        var references = new LinkedHashMap<TableName, Table>();
        for (EntityConfig entity : config.entities()) {
            for (LookupConfig lookup : entity.lookups(system.name()).toList()) {
                catalog.table(connection, lookup.table())
                        .ifPresent(table -> references.put(lookup.table(), table));
            }
        }
        return references;
    }

    private List<EntityTables> pairs() {
        var pairs = new ArrayList<EntityTables>();
        for (EntityConfig entity : config.entities()) {
            Table left = postgresTables.get(entity.name());
            Table right = mysqlTables.get(entity.name());
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

    private void sideEffects(List<EntityTables> entities) throws SQLException {
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
