package dev.duet.deploy.check.postgres;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.check.Rows;
import dev.duet.deploy.check.Rows.Row;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.TableName;
import dev.duet.schemas.config.DatabaseKind;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// What decides whether a table's changes are in the log whole, and reach its rows. One thread.
public final class PostgresTablesCheck {
    private static final DatabaseKind KIND = DatabaseKind.POSTGRES;

    /// The table, and its partitions: each has its own replica identity, and only the partitions
    /// have rows.
    private static final String RELATIONS =
            """
            SELECT n.nspname, c.relname, c.relreplident = 'f' AS full, c.relpersistence <> 'p' AS unlogged
            FROM pg_catalog.pg_class top
            JOIN pg_catalog.pg_namespace tn ON tn.oid = top.relnamespace
            CROSS JOIN LATERAL (SELECT top.oid UNION SELECT relid FROM pg_partition_tree(top.oid::regclass)) t(id)
            JOIN pg_catalog.pg_class c ON c.oid = t.id
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE tn.nspname = ? AND top.relname = ? AND top.relkind IN ('r', 'p')
            ORDER BY 1, 2
            """;

    /// A policy binds who is neither the owner nor above it; one that lets the role through for
    /// everything is none.
    private static final String ROW_SECURITY =
            """
            SELECT r.rolname
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_roles r ON r.rolname IN (?, ?)
            WHERE n.nspname = ? AND c.relname = ? AND c.relrowsecurity
              AND NOT r.rolsuper AND NOT r.rolbypassrls
              AND (c.relforcerowsecurity OR NOT pg_has_role(r.oid, c.relowner, 'USAGE'))
              AND NOT EXISTS (
                SELECT 1 FROM pg_catalog.pg_policy p
                WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd = '*' AND r.oid = ANY (p.polroles)
                  AND pg_get_expr(p.polqual, p.polrelid) = 'true'
                  AND coalesce(pg_get_expr(p.polwithcheck, p.polrelid), 'true') = 'true')
            ORDER BY 1
            """;

    private static final String RULES =
            """
            SELECT w.rulename FROM pg_catalog.pg_rewrite w
            JOIN pg_catalog.pg_class c ON c.oid = w.ev_class
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND w.ev_type <> '1' AND w.ev_enabled IN ('O', 'A')
            ORDER BY 1
            """;

    private final Connection connection;
    private final Findings.InSystem findings;

    private PostgresTablesCheck(Connection connection, Findings.InSystem findings) {
        this.connection = connection;
        this.findings = findings;
    }

    /// @param reader the users of the two roles
    public static void run(
            Connection connection,
            List<TableName> tables,
            String reader,
            String writer,
            Findings.InSystem findings)
            throws SQLException {
        var check = new PostgresTablesCheck(connection, findings);
        for (TableName table : tables) {
            check.relations(table);
            check.rowSecurity(table, reader, writer);
            check.rules(table);
        }
    }

    private void relations(TableName table) throws SQLException {
        for (Row row : Rows.of(connection, RELATIONS, table.schema(), table.name()).rows()) {
            var relation = new TableName(row.text("nspname"), row.text("relname"));
            String name = SqlName.of(KIND, relation);
            if (!row.is("full")) {
                findings.add(
                        PostgresCode.REPLICA_IDENTITY,
                        relation.toString(),
                        "its replica identity is not FULL",
                        Mend.sql("ALTER TABLE " + name + " REPLICA IDENTITY FULL"));
            }
            if (row.is("unlogged")) {
                findings.add(
                        PostgresCode.UNLOGGED,
                        relation.toString(),
                        "it is unlogged",
                        Mend.sql("ALTER TABLE " + name + " SET LOGGED"));
            }
        }
    }

    private void rowSecurity(TableName table, String reader, String writer) throws SQLException {
        Rows bound =
                Rows.of(connection, ROW_SECURITY, reader, writer, table.schema(), table.name());
        for (Row row : bound.rows()) {
            String role = row.text("rolname");
            findings.add(
                    PostgresCode.ROW_SECURITY,
                    table + " for " + role,
                    "row level security is on, and no policy lets " + role + " see every row",
                    Mend.sql(
                            "CREATE POLICY %s ON %s TO %s USING (true) WITH CHECK (true)"
                                    .formatted(
                                            SqlName.of(KIND, "duet_" + role),
                                            SqlName.of(KIND, table),
                                            SqlName.of(KIND, role))));
        }
    }

    private void rules(TableName table) throws SQLException {
        for (Row row : Rows.of(connection, RULES, table.schema(), table.name()).rows()) {
            String rule = row.text("rulename");
            findings.add(
                    PostgresCode.RULES,
                    table + ": " + rule,
                    "rule " + rule + " rewrites statements on it",
                    Mend.sql(
                                    "ALTER TABLE %s DISABLE RULE %s"
                                            .formatted(
                                                    SqlName.of(KIND, table),
                                                    SqlName.of(KIND, rule)))
                            .andThen("Do by a trigger or in the application what the rule does."));
        }
    }
}
