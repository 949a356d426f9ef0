package dev.duet.deploy.check.postgres;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.check.Rows;
import dev.duet.deploy.check.Rows.Row;
import dev.duet.deploy.rights.Grant;
import dev.duet.deploy.rights.Target;
import dev.duet.deploy.rights.Target.Columns;
import dev.duet.deploy.rights.Target.Database;
import dev.duet.deploy.rights.Target.Schema;
import dev.duet.deploy.rights.Target.Sequence;
import dev.duet.deploy.rights.Target.Server;
import dev.duet.deploy.rights.Target.Table;
import dev.duet.deploy.rights.postgres.PostgresRights;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.TableName;
import dev.duet.schemas.config.DatabaseKind;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The rights of one of Duet's users: what it lacks, and what it has beyond need. One thread.
public final class PostgresRightsCheck {
    private static final DatabaseKind KIND = DatabaseKind.POSTGRES;
    private static final Set<String> NO_SUCH_OBJECT = Set.of("42P01", "3F000", "42703");

    private static final String ROLE =
            """
            SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication
            FROM pg_catalog.pg_roles WHERE rolname = ?
            """;

    /// Roles in which managed services wrap replication are no excess.
    private static final String MEMBERSHIPS =
            """
            SELECT g.rolname FROM pg_catalog.pg_auth_members m
            JOIN pg_catalog.pg_roles g ON g.oid = m.roleid
            JOIN pg_catalog.pg_roles r ON r.oid = m.member
            WHERE r.rolname = ? AND g.rolname NOT IN ('rds_replication', 'azure_replication')
            ORDER BY 1
            """;

    private static final String OWNED =
            """
            SELECT 'DATABASE' AS kind, format('%I', d.datname) AS name
            FROM pg_catalog.pg_database d WHERE d.datdba = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
              AND d.datname = current_database()
            UNION ALL
            SELECT 'SCHEMA', format('%I', n.nspname)
            FROM pg_catalog.pg_namespace n
            WHERE n.nspowner = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
            UNION ALL
            SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                                  WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                   format('%I.%I', n.nspname, c.relname)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relowner = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
              AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
              AND n.nspname NOT LIKE 'pg\\_temp%' AND n.nspname <> 'pg_toast'
            ORDER BY 1, 2
            """;

    private static final String HELD =
            """
            SELECT n.nspname, c.relname, c.relkind = 'S' AS sequence, a.privilege_type
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL aclexplode(c.relacl) a
            JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
            WHERE r.rolname = ? AND c.relowner <> r.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
            ORDER BY 1, 2, 4
            """;

    private static final String HELD_ON_COLUMNS =
            """
            SELECT n.nspname, c.relname, t.attname, a.privilege_type
            FROM pg_catalog.pg_attribute t
            JOIN pg_catalog.pg_class c ON c.oid = t.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL aclexplode(t.attacl) a
            JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
            WHERE r.rolname = ? AND c.relowner <> r.oid AND NOT t.attisdropped
            ORDER BY 1, 2, t.attnum, 4
            """;

    private static final String HELD_ON_SCHEMAS =
            """
            SELECT n.nspname, a.privilege_type
            FROM pg_catalog.pg_namespace n
            CROSS JOIN LATERAL aclexplode(n.nspacl) a
            JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
            WHERE r.rolname = ? AND n.nspowner <> r.oid
            ORDER BY 1, 2
            """;

    private final Connection connection;
    private final String role;
    private final List<Grant> required;
    private final Findings.InSystem findings;

    private PostgresRightsCheck(
            Connection connection, String role, List<Grant> required, Findings.InSystem findings) {
        this.connection = connection;
        this.role = role;
        this.required = List.copyOf(required);
        this.findings = findings;
    }

    /// @param required all that the user needs; in both roles when it is both
    public static void run(
            Connection connection, String role, List<Grant> required, Findings.InSystem findings)
            throws SQLException {
        var check = new PostgresRightsCheck(connection, role, required, findings);
        check.missing();
        if (!check.attributes()) {
            check.memberships();
            check.owned();
            check.tables();
            check.columns();
            check.schemas();
        }
    }

    private void missing() throws SQLException {
        var rights = new PostgresRights(connection, role);
        for (Grant grant : required) {
            try {
                rights.missing(grant)
                        .ifPresent(
                                lacking ->
                                        findings.add(
                                                PostgresCode.RIGHT_MISSING,
                                                role + ": " + PostgresRights.words(lacking),
                                                role + " lacks " + PostgresRights.words(lacking),
                                                Mend.sql(PostgresRights.sql(lacking, role))));
            } catch (SQLException e) {
                if (!NO_SUCH_OBJECT.contains(e.getSQLState())) {
                    throw e;
                }
                // The missing object is a finding of its own.
            }
        }
    }

    /// @return whether the role may do everything, so that nothing else counts
    private boolean attributes() throws SQLException {
        Row found = Rows.of(connection, ROLE, role).rows().getFirst();
        if (found.is("rolsuper")) {
            List<String> sql = new ArrayList<>();
            required.forEach(grant -> sql.add(PostgresRights.sql(grant, role)));
            sql.add("ALTER ROLE " + SqlName.of(KIND, role) + " NOSUPERUSER");
            findings.add(PostgresCode.SUPERUSER, role, role + " is a superuser", new Mend(sql, ""));
            return true;
        }
        attribute(found, "rolcreaterole", "CREATEROLE");
        attribute(found, "rolcreatedb", "CREATEDB");
        attribute(found, "rolbypassrls", "BYPASSRLS");
        boolean reads =
                required.stream()
                        .anyMatch(
                                grant ->
                                        grant.target() instanceof Server
                                                && grant.privileges().contains("REPLICATION"));
        if (!reads) {
            attribute(found, "rolreplication", "REPLICATION");
        }
        return false;
    }

    private void attribute(Row found, String column, String attribute) {
        if (found.is(column)) {
            findings.add(
                    PostgresCode.ATTRIBUTE_EXCESS,
                    role + ": " + attribute,
                    role + " has " + attribute,
                    Mend.sql("ALTER ROLE " + SqlName.of(KIND, role) + " NO" + attribute));
        }
    }

    private void memberships() throws SQLException {
        for (Row row : Rows.of(connection, MEMBERSHIPS, role).rows()) {
            String group = row.text("rolname");
            findings.add(
                    PostgresCode.MEMBERSHIP,
                    role + ": " + group,
                    role + " is a member of " + group,
                    Mend.sql(
                            "REVOKE %s FROM %s"
                                    .formatted(SqlName.of(KIND, group), SqlName.of(KIND, role))));
        }
    }

    private void owned() throws SQLException {
        for (Row row : Rows.of(connection, OWNED, role, role, role).rows()) {
            String object = row.text("kind") + " " + row.text("name");
            findings.add(
                    PostgresCode.OWNER,
                    role + ": " + object,
                    role + " owns " + object,
                    Mend.sql("ALTER " + object + " OWNER TO CURRENT_USER")
                            .andThen("Run it as the role that is to own it."));
        }
    }

    private void tables() throws SQLException {
        Set<Grant> excess = new LinkedHashSet<>();
        for (Row row : Rows.of(connection, HELD, role).rows()) {
            var name = new TableName(row.text("nspname"), row.text("relname"));
            Target target = row.is("sequence") ? new Sequence(name) : new Table(name);
            excess(row.text("privilege_type"), target, excess);
        }
        report(excess);
    }

    private void columns() throws SQLException {
        Set<Grant> excess = new LinkedHashSet<>();
        for (Row row : Rows.of(connection, HELD_ON_COLUMNS, role).rows()) {
            var table = new TableName(row.text("nspname"), row.text("relname"));
            excess(
                    row.text("privilege_type"),
                    new Columns(table, List.of(row.text("attname"))),
                    excess);
        }
        report(excess);
    }

    private void schemas() throws SQLException {
        Set<Grant> excess = new LinkedHashSet<>();
        for (Row row : Rows.of(connection, HELD_ON_SCHEMAS, role).rows()) {
            excess(row.text("privilege_type"), new Schema(row.text("nspname")), excess);
        }
        report(excess);
    }

    private void excess(String privilege, Target target, Set<Grant> excess) {
        boolean needed =
                required.stream()
                        .anyMatch(
                                grant ->
                                        covers(grant.target(), target)
                                                && grant.privileges().contains(privilege));
        if (!needed) {
            excess.add(new Grant(List.of(privilege), target));
        }
    }

    /// A right on a table is needed on each of its columns too.
    private static boolean covers(Target required, Target held) {
        return required.equals(held)
                || held instanceof Columns some
                        && switch (required) {
                            case Table table -> table.name().equals(some.table());
                            case Columns columns ->
                                    columns.table().equals(some.table())
                                            && columns.names().containsAll(some.names());
                            case Server _, Database _, Schema _, Sequence _ -> false;
                        };
    }

    /// With a right on a table PostgreSQL takes away that on its columns: what is needed of it
    /// comes after.
    private List<String> mend(Grant excess) {
        List<String> sql = new ArrayList<>();
        sql.add(
                "REVOKE %s ON %s FROM %s"
                        .formatted(
                                PostgresRights.privileges(excess),
                                PostgresRights.object(excess.target()),
                                SqlName.of(KIND, role)));
        if (excess.target() instanceof Table table) {
            for (Grant grant : required) {
                List<String> lost =
                        grant.privileges().stream().filter(excess.privileges()::contains).toList();
                if (!lost.isEmpty()
                        && grant.target() instanceof Columns columns
                        && columns.table().equals(table.name())) {
                    sql.add(PostgresRights.sql(new Grant(lost, columns), role));
                }
            }
        }
        return sql;
    }

    private void report(Set<Grant> excess) {
        for (Grant grant : excess) {
            findings.add(
                    PostgresCode.RIGHT_EXCESS,
                    role + ": " + PostgresRights.words(grant),
                    role + " has " + PostgresRights.words(grant),
                    new Mend(mend(grant), ""));
        }
    }
}
