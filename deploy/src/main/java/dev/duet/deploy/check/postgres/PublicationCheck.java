package dev.duet.deploy.check.postgres;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.check.Rows;
import dev.duet.deploy.check.Rows.Row;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.TableName;
import dev.duet.schemas.bookkeeping.Bookkeeping;
import dev.duet.schemas.config.DatabaseKind;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the publication sends: exactly the mapped tables and the checkpoint, every operation, whole
/// rows. One thread.
public final class PublicationCheck {
    private static final DatabaseKind KIND = DatabaseKind.POSTGRES;

    private static final String PUBLICATION =
            """
            SELECT puballtables, pubinsert AND pubupdate AND pubdelete AND pubtruncate AS everything,
                   pubviaroot FROM pg_catalog.pg_publication WHERE pubname = ?
            """;

    /// By name; PostgreSQL 14 knows neither filters nor column lists.
    private static final String MEMBERS =
            """
            SELECT n.nspname, c.relname, to_jsonb(r) ->> 'prqual' IS NOT NULL AS filtered,
                   to_jsonb(r) ->> 'prattrs' IS NOT NULL AS listed, c.relkind = 'p' AS partitioned
            FROM pg_catalog.pg_publication_rel r
            JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
            JOIN pg_catalog.pg_class c ON c.oid = r.prrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE p.pubname = ?
            """;

    /// Through FOR ALL TABLES and FOR TABLES IN SCHEMA too.
    private static final String PUBLISHED =
            "SELECT schemaname, tablename FROM pg_catalog.pg_publication_tables WHERE pubname = ?";

    private final String publication;
    private final Findings.InSystem findings;

    private PublicationCheck(String publication, Findings.InSystem findings) {
        this.publication = publication;
        this.findings = findings;
    }

    public static void run(
            Connection connection,
            String publication,
            List<TableName> mapped,
            Findings.InSystem findings)
            throws SQLException {
        var check = new PublicationCheck(publication, findings);
        Rows found = Rows.of(connection, PUBLICATION, publication);
        if (found.rows().isEmpty()) {
            check.missing();
            return;
        }
        Map<TableName, Row> members = new HashMap<>();
        for (Row row : Rows.of(connection, MEMBERS, publication).rows()) {
            members.put(new TableName(row.text("nspname"), row.text("relname")), row);
        }
        Set<TableName> published = new LinkedHashSet<>(members.keySet());
        for (Row row : Rows.of(connection, PUBLISHED, publication).rows()) {
            published.add(new TableName(row.text("schemaname"), row.text("tablename")));
        }
        Row options = found.rows().getFirst();
        Set<TableName> wanted = new LinkedHashSet<>(mapped);
        wanted.addAll(Bookkeeping.CAPTURED);
        check.options(options, members.values().stream().anyMatch(row -> row.is("partitioned")));
        check.members(wanted, published, members);
        check.surplus(wanted, published, members, options);
    }

    private String name() {
        return SqlName.of(KIND, publication);
    }

    private void missing() {
        findings.add(
                PostgresCode.PUBLICATION_MISSING,
                publication,
                "there is no publication " + publication,
                Mend.words("Run 'duet init', or 'duet init --print' for a DBA."));
    }

    private void options(Row options, boolean partitioned) {
        if (!options.is("everything")) {
            findings.add(
                    PostgresCode.OPERATIONS,
                    publication,
                    "it does not publish all of insert, update, delete and truncate",
                    Mend.sql(
                            "ALTER PUBLICATION %s SET (publish = 'insert, update, delete, truncate')"
                                    .formatted(name())));
        }
        if (partitioned && !options.is("pubviaroot")) {
            findings.add(
                    PostgresCode.PARTITION_ROOT,
                    publication,
                    "publish_via_partition_root is false, and a mapped table is partitioned",
                    Mend.sql(
                            "ALTER PUBLICATION %s SET (publish_via_partition_root = true)"
                                    .formatted(name())));
        }
    }

    private void members(
            Set<TableName> wanted, Set<TableName> published, Map<TableName, Row> members) {
        for (TableName table : wanted) {
            Row member = members.get(table);
            if (!published.contains(table)) {
                findings.add(
                        PostgresCode.NOT_PUBLISHED,
                        table.toString(),
                        "it is not in publication " + publication,
                        Mend.sql(alter("ADD", table)));
            } else if (member != null && member.is("filtered")) {
                findings.add(
                        PostgresCode.ROW_FILTER,
                        table.toString(),
                        "publication " + publication + " has a WHERE on it",
                        again(table));
            } else if (member != null && member.is("listed")) {
                findings.add(
                        PostgresCode.COLUMN_LIST,
                        table.toString(),
                        "publication " + publication + " names some of its columns",
                        again(table));
            }
        }
    }

    private void surplus(
            Set<TableName> wanted,
            Set<TableName> published,
            Map<TableName, Row> members,
            Row options) {
        if (options.is("puballtables")) {
            findings.add(
                    PostgresCode.PUBLISHED_UNMAPPED,
                    publication,
                    "it is FOR ALL TABLES",
                    Mend.sql("DROP PUBLICATION " + name())
                            .andThen("Then run 'duet init'. Not while Duet runs."));
            return;
        }
        for (TableName table : published) {
            if (!wanted.contains(table) && members.containsKey(table)) {
                findings.add(
                        PostgresCode.PUBLISHED_UNMAPPED,
                        table.toString(),
                        "it is in publication " + publication + ", and no entity maps it",
                        Mend.sql(alter("DROP", table)));
            }
        }
    }

    private Mend again(TableName table) {
        return Mend.sql(alter("DROP", table), alter("ADD", table));
    }

    private String alter(String verb, TableName table) {
        return "ALTER PUBLICATION %s %s TABLE %s".formatted(name(), verb, SqlName.of(KIND, table));
    }
}
