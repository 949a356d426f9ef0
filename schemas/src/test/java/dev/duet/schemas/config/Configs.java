package dev.duet.schemas.config;

import dev.duet.schemas.TableName;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Small right configurations to vary in tests.
final class Configs {
    static final Credentials USER =
            new Credentials("duet", new Secret.FromEnvironment("CRM_PASSWORD"));
    static final SystemConfig CRM =
            system(
                    "crm",
                    new DatabaseAddress("db1", 5432, "crm"),
                    new LogSource.Postgres("duet", "duet"));
    static final SystemConfig ERP =
            system("erp", new DatabaseAddress("db2", 3306, "erp"), new LogSource.Mysql(5501));
    static final Settings SETTINGS = Settings.standard(Path.of("/tmp"));

    private Configs() {}

    static SystemConfig system(String name, DatabaseAddress address, LogSource log) {
        return new SystemConfig(name, address, USER, USER, Tls.DEFAULT, log);
    }

    static EntityConfig customer() {
        return entity("customer", "customer", List.of(field("name", "full_name", "client_name")));
    }

    static EntityConfig entity(String name, String table, List<FieldConfig> fields) {
        return new EntityConfig(
                name,
                Map.of("crm", new TableName("public", table), "erp", new TableName("erp", table)),
                List.of(field("id", "customer_id", "account_number")),
                fields,
                ConflictPolicy.standard("crm", fields));
    }

    /// The customer with other rules.
    static EntityConfig ruled(
            EntityConfig entity, ConflictRule name, UpdateVsDelete updateVsDelete) {
        return new EntityConfig(
                entity.name(),
                entity.tables(),
                entity.key(),
                entity.fields(),
                new ConflictPolicy(Map.of("name", name), updateVsDelete));
    }

    static FieldConfig field(String name, String crm, String erp) {
        return new FieldConfig(name, Map.of("crm", crm, "erp", erp));
    }

    static DuetConfig duet(EntityConfig... entities) {
        return new DuetConfig(List.of(CRM, ERP), List.of(entities), SETTINGS);
    }
}
