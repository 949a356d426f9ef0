package dev.duet.deploy.rights;

import static dev.duet.schemas.bookkeeping.Bookkeeping.SCHEMA;

import dev.duet.deploy.rights.Target.Columns;
import dev.duet.deploy.rights.Target.Database;
import dev.duet.deploy.rights.Target.Schema;
import dev.duet.deploy.rights.Target.Server;
import dev.duet.deploy.rights.Target.Table;
import dev.duet.schemas.TableName;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.LookupConfig;
import dev.duet.schemas.config.SystemConfig;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// All that each role needs, as GRANTs. Pure.
public final class RequiredGrants {
    private RequiredGrants() {}

    public static List<Grant> of(DuetConfig config, SystemConfig system, Role role) {
        List<TableName> mapped = List.copyOf(config.tables(system.name()).keySet());
        List<TableName> references = references(config, system, mapped);
        List<TableName> tables = Stream.concat(mapped.stream(), references.stream()).toList();
        List<Grant> grants =
                switch (system.kind()) {
                    case POSTGRES -> postgres(system, role, tables);
                    case MYSQL -> mysql(role, tables);
                };
        if (role == Role.WRITER) {
            for (TableName table : mapped) {
                grants.addAll(writes(table, config.mappedColumns(system.name(), table)));
            }
            references.forEach(table -> grants.add(Grant.on(new Table(table), "SELECT")));
        }
        return grants;
    }

    /// The tables that fields look up in, without those that are mapped themselves. The writer is
    /// to see their columns, the reader their rows.
    private static List<TableName> references(
            DuetConfig config, SystemConfig system, List<TableName> mapped) {
        return config.entities().stream()
                .flatMap(entity -> entity.lookups(system.name()))
                .map(LookupConfig::table)
                .filter(table -> !mapped.contains(table))
                .distinct()
                .toList();
    }

    private static List<Grant> postgres(SystemConfig system, Role role, List<TableName> tables) {
        var grants = new ArrayList<Grant>();
        Set<String> schemas = new LinkedHashSet<>(Set.of(SCHEMA));
        tables.forEach(table -> schemas.add(table.schema()));
        switch (role) {
            case READER -> grants.add(Grant.on(new Server(), "LOGIN", "REPLICATION"));
            case WRITER -> grants.add(Grant.on(new Server(), "LOGIN"));
        }
        grants.add(Grant.on(new Database(system.database()), "CONNECT"));
        schemas.forEach(schema -> grants.add(Grant.on(new Schema(schema), "USAGE")));
        switch (role) {
            case READER -> {
                for (String own :
                        List.of(
                                "system",
                                "checkpoint",
                                "lease",
                                "quarantine",
                                "conflict",
                                "hold",
                                "hold_end",
                                "release",
                                "conflict_action",
                                "repair",
                                "control",
                                "manifest",
                                "trigger_effect",
                                "identity",
                                "counter",
                                "reload",
                                "load",
                                "resync",
                                "save_point",
                                "anchor",
                                "verification",
                                "pause",
                                "parked")) {
                    grants.add(Grant.on(own(own), "SELECT"));
                }
                tables.forEach(table -> grants.add(Grant.on(new Table(table), "SELECT")));
            }
            case WRITER -> {
                grants.addAll(writesToOwn());
                grants.add(Grant.on(own("anchor"), "SELECT", "INSERT", "DELETE"));
            }
        }
        return grants;
    }

    /// A reader that takes no snapshot needs neither RELOAD nor LOCK TABLES.
    private static List<Grant> mysql(Role role, List<TableName> tables) {
        var grants = new ArrayList<Grant>();
        switch (role) {
            case READER -> {
                grants.add(Grant.on(new Server(), "REPLICATION SLAVE", "REPLICATION CLIENT"));
                grants.add(Grant.on(new Database(SCHEMA), "SELECT"));
                tables.forEach(table -> grants.add(Grant.on(new Table(table), "SELECT")));
            }
            case WRITER -> {
                grants.addAll(writesToOwn());
                grants.add(Grant.on(own("schema_history"), "SELECT", "INSERT", "DELETE"));
            }
        }
        return grants;
    }

    /// What was recorded stays: nothing of Duet's own is deleted but what is for the log alone, and
    /// what was to be done and is.
    private static List<Grant> writesToOwn() {
        return List.of(
                Grant.on(own("system"), "SELECT"),
                Grant.on(own("checkpoint"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("lease"), "SELECT", "UPDATE"),
                Grant.on(own("quarantine"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("conflict"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("hold"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("hold_end"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("release"), "SELECT", "INSERT"),
                Grant.on(own("conflict_action"), "SELECT", "INSERT"),
                Grant.on(own("repair"), "SELECT", "INSERT"),
                Grant.on(own("control"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("manifest"), "SELECT", "INSERT", "DELETE"),
                Grant.on(own("trigger_effect"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("identity"), "SELECT", "INSERT"),
                Grant.on(own("counter"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("reload"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("load"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("resync"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("save_point"), "SELECT", "INSERT"),
                Grant.on(own("verification"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("pause"), "SELECT", "INSERT", "UPDATE"),
                Grant.on(own("parked"), "SELECT", "INSERT", "DELETE"));
    }

    /// Columns that no field maps are read, with the row, but never written.
    private static List<Grant> writes(TableName table, List<String> mapped) {
        return List.of(
                Grant.on(new Table(table), "SELECT", "DELETE"),
                Grant.on(new Columns(table, mapped), "INSERT", "UPDATE"));
    }

    private static Target own(String table) {
        return new Table(new TableName(SCHEMA, table));
    }
}
