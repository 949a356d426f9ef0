package dev.duet.deploy.rights.postgres;

import dev.duet.deploy.rights.Grant;
import dev.duet.deploy.rights.HeldRights;
import dev.duet.deploy.rights.Target;
import dev.duet.deploy.rights.Target.Columns;
import dev.duet.deploy.rights.Target.Database;
import dev.duet.deploy.rights.Target.Schema;
import dev.duet.deploy.rights.Target.Sequence;
import dev.duet.deploy.rights.Target.Server;
import dev.duet.deploy.rights.Target.Table;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.config.DatabaseKind;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;

/// What a role may do, as PostgreSQL itself answers: through membership and PUBLIC too. One thread.
public final class PostgresRights implements HeldRights {
    /// Managed services hand replication out as membership in a role of theirs.
    private static final String REPLICATION =
            """
            SELECT rolsuper OR rolreplication OR EXISTS (
                SELECT 1 FROM pg_catalog.pg_roles m
                WHERE m.rolname IN ('rds_replication', 'azure_replication')
                  AND pg_has_role(r.oid, m.oid, 'MEMBER'))
            FROM pg_catalog.pg_roles r WHERE r.rolname = ?
            """;

    private static final String LOGIN =
            "SELECT rolcanlogin FROM pg_catalog.pg_roles WHERE rolname = ?";

    private final Connection connection;
    private final String role;

    public PostgresRights(Connection connection, String role) {
        this.connection = connection;
        this.role = role;
    }

    /// The statement that gives them.
    public static String sql(Grant grant, String role) {
        String to = SqlName.of(DatabaseKind.POSTGRES, role);
        return switch (grant.target()) {
            case Server _ -> "ALTER ROLE " + to + " " + String.join(" ", grant.privileges());
            case Target other ->
                    "GRANT " + privileges(grant) + " ON " + object(other) + " TO " + to;
        };
    }

    /// As they stand before ON, with the columns that each is for.
    public static String privileges(Grant grant) {
        String columns =
                grant.target() instanceof Columns some
                        ? some.names().stream()
                                .map(name -> SqlName.of(DatabaseKind.POSTGRES, name))
                                .collect(Collectors.joining(", ", " (", ")"))
                        : "";
        return grant.privileges().stream()
                .map(privilege -> privilege + columns)
                .collect(Collectors.joining(", "));
    }

    /// For people: `SELECT on TABLE "public"."customer"`.
    public static String words(Grant grant) {
        return switch (grant.target()) {
            case Server _ -> privileges(grant);
            case Target other -> privileges(grant) + " on " + object(other);
        };
    }

    /// As it stands after ON.
    public static String object(Target target) {
        DatabaseKind kind = DatabaseKind.POSTGRES;
        return switch (target) {
            case Server _ ->
                    throw new IllegalArgumentException("PostgreSQL grants nothing on a server");
            case Database database -> "DATABASE " + SqlName.of(kind, database.name());
            case Schema schema -> "SCHEMA " + SqlName.of(kind, schema.name());
            case Table table -> "TABLE " + SqlName.of(kind, table.name());
            case Columns columns -> "TABLE " + SqlName.of(kind, columns.table());
            case Sequence sequence -> "SEQUENCE " + SqlName.of(kind, sequence.name());
        };
    }

    @Override
    public boolean holds(String privilege, Target target) throws SQLException {
        return switch (target) {
            case Server _ -> privilege.equals("LOGIN") ? ask(LOGIN, role) : ask(REPLICATION, role);
            case Database database -> ask("database", privilege, database.name());
            case Schema schema -> ask("schema", privilege, schema.name());
            case Table table ->
                    ask("table", privilege, SqlName.of(DatabaseKind.POSTGRES, table.name()));
            case Columns columns -> holdsAll(privilege, columns);
            case Sequence sequence ->
                    ask("sequence", privilege, SqlName.of(DatabaseKind.POSTGRES, sequence.name()));
        };
    }

    private boolean holdsAll(String privilege, Columns columns) throws SQLException {
        String table = SqlName.of(DatabaseKind.POSTGRES, columns.table());
        for (String name : columns.names()) {
            if (!ask("SELECT has_column_privilege(?, ?, ?, ?)", role, table, name, privilege)) {
                return false;
            }
        }
        return true;
    }

    private boolean ask(String object, String privilege, String name) throws SQLException {
        return ask("SELECT has_" + object + "_privilege(?, ?, ?)", role, name, privilege);
    }

    /// No row means no.
    private boolean ask(String sql, String... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
