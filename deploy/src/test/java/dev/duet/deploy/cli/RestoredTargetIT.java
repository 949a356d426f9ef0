package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.MysqlDump;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// One database is put back to an older dump while Duet is down, and what the runbook says is done:
/// in the end both sides are the same, and nothing of the other one has moved backwards, whoever
/// owns what.
final class RestoredTargetIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String ENTITIES =
            """
            item:
              tables: { crm: item, erp: item }
              key: { id: id }
              fields:
                name: { crm: name, erp: name, owner: crm }
                price: { crm: price, erp: price, owner: erp }
                note: { crm: note, erp: note, on-conflict: latest }
                rank: { crm: rank_no, erp: rank_no, on-conflict: min }
            """;

    private static final String TABLE =
            "CREATE TABLE item (id int PRIMARY KEY, name varchar(20), price int, note varchar(20),"
                    + " rank_no int)";

    @TempDir private Path folder;

    /// Which database is restored.
    enum Restored {
        CRM,
        ERP;

        String system() {
            return this == CRM ? "crm" : "erp";
        }

        Restored peer() {
            return this == CRM ? ERP : CRM;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseThatWasPutBackToADumpGetsWhatTheOtherOneHas(Restored restored) throws Exception {
        try (CliBench bench = new CliBench(folder, TABLE, TABLE, ENTITIES)) {
            DuetProcess run = bench.run();
            for (int id = 1; id <= 40; id++) {
                bench.crm("INSERT INTO item VALUES (%d, 'old', 1, 'old', 5)".formatted(id));
            }
            awaitSame(bench, "40");
            Path dump = dump(bench, restored);
            String dumped = ask(bench, restored, "SELECT position FROM duet.checkpoint");

            bench.crm(
                    "UPDATE item SET name = 'new' WHERE id BETWEEN 1 AND 5",
                    "UPDATE item SET note = 'new' WHERE id = 6",
                    "UPDATE item SET rank_no = 9 WHERE id = 16",
                    "INSERT INTO item VALUES (101, 'crm', 1, 'new', 5)",
                    "DELETE FROM item WHERE id = 40");
            bench.erp(
                    "UPDATE item SET price = 2 WHERE id BETWEEN 11 AND 15",
                    "UPDATE item SET note = 'new' WHERE id = 7",
                    "INSERT INTO item VALUES (201, 'erp', 2, 'new', 5)",
                    "DELETE FROM item WHERE id = 39");
            await(() -> ask(bench, Restored.ERP, "SELECT note FROM item WHERE id = 101"), "new");
            await(() -> ask(bench, Restored.CRM, "SELECT note FROM item WHERE id = 201"), "new");
            awaitSame(bench, "40");
            Spoken early = repair(bench, restored, "--yes", "--reason", "too early");
            assertThat(early.exitCode()).as(early.all()).isEqualTo(2);
            assertThat(early.err()).contains("'duet run' is at work");
            await(() -> isReadPast(bench, restored.peer(), dumped), "1");
            run.endsCleanlyOn("TERM");
            write(bench, restored.peer(), "UPDATE item SET note = 'down' WHERE id = 8");
            String stands = rows(bench, restored.peer());

            restore(bench, restored, dump);

            assertThat(ask(bench, restored, "SELECT count(*) FROM item")).isEqualTo("40");
            assertThat(ask(bench, restored, "SELECT note FROM item WHERE id = 6")).isEqualTo("old");
            String old = rows(bench, restored);
            run = bench.start("duet.yaml", Map.of(), "run");
            run.awaitText("NEEDS_RESYNC direction=", 2);
            assertThat(run.all()).contains("was restored from an older state");
            run.signal("TERM");
            run.awaitEnd();
            assertThat(rows(bench, restored)).isEqualTo(old);

            Spoken dry = repair(bench, restored, "--dry-run");
            assertThat(dry.exitCode()).as(dry.all()).isEqualTo(1);
            assertThat(rows(bench, restored)).isEqualTo(old);

            Spoken repair = repair(bench, restored, "--yes", "--reason", "older backup");
            assertThat(repair.exitCode()).as(repair.all()).isZero();
            assertThat(rows(bench, restored)).isEqualTo(stands);
            assertThat(rows(bench, restored.peer())).isEqualTo(stands);
            assertThat(ask(bench, restored, "SELECT min(reason) FROM duet.repair"))
                    .isEqualTo("older backup");

            bench.crm("SELECT pg_drop_replication_slot('duet')", "DELETE FROM duet.checkpoint");
            bench.erp("DELETE FROM duet.checkpoint", "DELETE FROM duet.schema_history");
            bench.init();
            bench.run();
            bench.crm("UPDATE item SET name = 'after' WHERE id = 1");
            bench.erp("UPDATE item SET price = 3 WHERE id = 11");
            await(() -> ask(bench, Restored.ERP, "SELECT name FROM item WHERE id = 1"), "after");
            await(() -> ask(bench, Restored.CRM, "SELECT price FROM item WHERE id = 11"), "3");
            awaitSame(bench, "40");
            Spoken compare = bench.call("compare");
            assertThat(compare.exitCode()).as(compare.all()).isZero();
            assertThat(bench.call("status").exitCode()).isZero();
        }
    }

    private static Spoken repair(CliBench bench, Restored restored, String... options)
            throws Exception {
        List<String> words =
                new ArrayList<>(List.of("compare", "--repair", "--restored", restored.system()));
        words.addAll(List.of(options));
        return bench.call(words.toArray(String[]::new));
    }

    private static void write(CliBench bench, Restored side, String sql) throws SQLException {
        if (side == Restored.CRM) {
            bench.crm(sql);
        } else {
            bench.erp(sql);
        }
    }

    private static String ask(CliBench bench, Restored side, String sql) throws SQLException {
        return side == Restored.CRM ? bench.askCrm(sql) : bench.askErp(sql);
    }

    /// Whether that side knows that its log will not be read again from before there; until then a
    /// dump is no older than what was known to be carried over.
    private static String isReadPast(CliBench bench, Restored side, String position)
            throws SQLException {
        String sql =
                switch (side) {
                    case CRM -> "SELECT (target_resume_position::pg_lsn > '%1$s')::int";
                    case ERP ->
                            "SELECT target_resume_position <> '%1$s' AND gtid_subset("
                                    + "substring_index(substr('%1$s', 6), '@', 1),"
                                    + " substring_index(substr(target_resume_position, 6), '@',"
                                    + " 1))";
                };
        return ask(bench, side, sql.formatted(position) + " FROM duet.checkpoint");
    }

    private static String rows(CliBench bench, Restored side) throws SQLException {
        return switch (side) {
            case CRM ->
                    bench.askCrm(
                            "SELECT string_agg(concat_ws('|', id, name, price, note, rank_no), ','"
                                    + " ORDER BY id) FROM item");
            case ERP ->
                    bench.askErp(
                            "SELECT group_concat(concat_ws('|', id, name, price, note, rank_no)"
                                    + " ORDER BY id) FROM item");
        };
    }

    private static void awaitSame(CliBench bench, String count) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(
                        () ->
                                bench.askErp("SELECT count(*) FROM item").equals(count)
                                        && rows(bench, Restored.CRM)
                                                .equals(rows(bench, Restored.ERP)));
    }

    private static void await(Callable<String> asked, String expected) {
        Awaitility.await().atMost(LIMIT).until(asked, expected::equals);
    }

    /// What comes back with [#restore].
    private Path dump(CliBench bench, Restored restored) throws Exception {
        Path dump = folder.resolve("dump.sql");
        switch (restored) {
            case CRM -> {
                bench.crm("CREATE SCHEMA backup");
                for (String table : tables(bench)) {
                    bench.crm(
                            "CREATE TABLE backup.%s AS TABLE %s"
                                    .formatted(table.replace('.', '_'), table));
                }
            }
            case ERP -> MysqlDump.write(bench.databases().mysql(), dump);
        }
        return dump;
    }

    /// In PostgreSQL as `pg_restore --clean` would, whatever version of it this machine has.
    private static void restore(CliBench bench, Restored restored, Path dump) throws Exception {
        switch (restored) {
            case CRM -> {
                List<String> statements = new ArrayList<>(List.of("BEGIN"));
                for (String table : tables(bench)) {
                    statements.add("TRUNCATE " + table);
                    statements.add(
                            "INSERT INTO %s OVERRIDING SYSTEM VALUE SELECT * FROM backup.%s"
                                    .formatted(table, table.replace('.', '_')));
                }
                statements.add("COMMIT");
                bench.crm(statements.toArray(String[]::new));
            }
            case ERP -> MysqlDump.restore(bench.databases().mysql(), dump);
        }
    }

    private static List<String> tables(CliBench bench) throws SQLException {
        return List.of(
                bench.askCrm(
                                "SELECT string_agg(schemaname || '.' || tablename, ',') FROM"
                                        + " pg_tables WHERE schemaname IN ('public', 'duet')")
                        .split(","));
    }
}
