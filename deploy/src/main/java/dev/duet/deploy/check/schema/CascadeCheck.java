package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.check.mysql.MysqlCode;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.catalog.Table.ForeignKey;
import dev.duet.schemas.config.DatabaseKind;

import java.util.List;
import java.util.Set;

/// Foreign key actions on MySQL servers that do them below the log. Pure.
///
/// Where PostgreSQL has the same action, what MySQL does unseen happens there too.
public final class CascadeCheck {
    private static final Set<String> SILENT = Set.of("CASCADE", "SET NULL", "SET DEFAULT");

    private CascadeCheck() {}

    /// @param all every entity's tables, on a server that does not log the actions
    public static void run(List<EntityTables> all, Findings findings) {
        for (EntityTables entity : all) {
            for (ForeignKey key : entity.mysql().table().foreignKeys()) {
                boolean silent = SILENT.contains(key.onDelete()) || SILENT.contains(key.onUpdate());
                if (silent && !ForeignKeyCheck.hasTwin(all, entity, key)) {
                    report(entity.mysql(), key, findings.in(entity.mysql().system()));
                }
            }
        }
    }

    private static void report(SideTable side, ForeignKey key, Findings.InSystem findings) {
        DatabaseKind kind = DatabaseKind.MYSQL;
        findings.add(
                MysqlCode.CASCADE,
                side.name() + ": " + key.name(),
                "ON DELETE %s ON UPDATE %s, which this server does not log, and the other side has it not"
                        .formatted(key.onDelete(), key.onUpdate()),
                Mend.sql(
                                "ALTER TABLE %s DROP FOREIGN KEY %s"
                                        .formatted(side.sqlName(), side.sqlName(key.name())),
                                "ALTER TABLE %s ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s)"
                                        .formatted(
                                                side.sqlName(),
                                                side.sqlName(key.name()),
                                                SqlName.list(kind, key.columns()),
                                                SqlName.of(kind, key.target()),
                                                SqlName.list(kind, key.targetColumns())))
                        .andThen(
                                "Or give PostgreSQL the same action, or use MySQL 9.6 or later with"
                                        + " innodb_native_foreign_keys = OFF."));
    }
}
