package dev.duet.deploy.scaffold;

import dev.duet.apply.Catalog;
import dev.duet.apply.TableReader;
import dev.duet.apply.mysql.MysqlCatalog;
import dev.duet.apply.mysql.MysqlTarget;
import dev.duet.apply.postgres.PostgresCatalog;
import dev.duet.apply.postgres.PostgresTarget;
import dev.duet.deploy.check.Structure;
import dev.duet.deploy.check.mysql.MysqlStructure;
import dev.duet.deploy.check.postgres.PostgresStructure;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// One system's database, as a user who may read it sees it. One thread.
///
/// @param connection closed by who opened it
record Schema(SystemConfig system, Connection connection) {
    /// Every table that could be an entity's: of all schemas in PostgreSQL, of the database in
    /// MySQL.
    List<Table> tables() throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (String schema : schemas()) {
            for (Structure.Relation relation : structure().relations(schema)) {
                if (relation.isTable()) {
                    catalog()
                            .table(connection, new TableName(schema, relation.name()))
                            .ifPresent(tables::add);
                }
            }
        }
        return tables;
    }

    /// What to say when there is none to be seen.
    String hasNoTable() {
        return "%s: database %s shows this user no table that is asked for. Mend: name a user who sees them, --admin %s=<user>"
                .formatted(system.name(), system.database(), system.name());
    }

    private List<String> schemas() throws SQLException {
        if (system.kind() == DatabaseKind.MYSQL) {
            return List.of(system.database());
        }
        List<String> schemas = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getSchemas()) {
            while (rows.next()) {
                String schema = rows.getString("TABLE_SCHEM");
                if (!system.kind().isReservedSchema(schema) && !schema.startsWith("pg_")) {
                    schemas.add(schema);
                }
            }
        }
        return schemas;
    }

    private Structure structure() {
        return switch (system.kind()) {
            case POSTGRES -> new PostgresStructure(connection);
            case MYSQL -> new MysqlStructure(connection);
        };
    }

    private Catalog catalog() {
        return switch (system.kind()) {
            case POSTGRES -> new PostgresCatalog();
            case MYSQL -> new MysqlCatalog();
        };
    }

    TableReader reader() {
        return switch (system.kind()) {
            case POSTGRES -> new PostgresTarget().tableReader();
            case MYSQL -> new MysqlTarget().tableReader();
        };
    }
}
