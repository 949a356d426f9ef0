package dev.duet.deploy.docs;

import dev.duet.apply.Catalog;
import dev.duet.apply.mysql.MysqlCatalog;
import dev.duet.apply.postgres.PostgresCatalog;
import dev.duet.deploy.connect.Connections;
import dev.duet.deploy.connect.Endpoints;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The mapped tables as both databases declare them now.
///
/// @param of each system's, by entity; without those that are not there
record LiveTables(Map<String, Map<String, Table>> of) {
    LiveTables {
        of = Map.copyOf(of);
    }

    /// Asks both databases, as the reader.
    ///
    /// @throws dev.duet.deploy.connect.CannotConnect when one cannot be reached
    static LiveTables read(DuetConfig config, Endpoints endpoints) throws SQLException {
        Map<String, Map<String, Table>> of = new LinkedHashMap<>();
        for (SystemConfig system : config.systems()) {
            try (var readers = new Connections(endpoints.reader(system));
                    Connection reader = readers.open()) {
                of.put(system.name(), tables(config, system, reader));
            }
        }
        return new LiveTables(of);
    }

    private static Map<String, Table> tables(
            DuetConfig config, SystemConfig system, Connection connection) throws SQLException {
        Catalog catalog =
                switch (system.kind()) {
                    case POSTGRES -> new PostgresCatalog();
                    case MYSQL -> new MysqlCatalog();
                };
        Map<String, Table> tables = new LinkedHashMap<>();
        for (EntityConfig entity : config.entities()) {
            catalog.table(connection, entity.table(system.name()))
                    .ifPresent(table -> tables.put(entity.name(), table));
        }
        return tables;
    }

    Optional<Table> table(String system, EntityConfig entity) {
        return Optional.ofNullable(of.getOrDefault(system, Map.of()).get(entity.name()));
    }
}
