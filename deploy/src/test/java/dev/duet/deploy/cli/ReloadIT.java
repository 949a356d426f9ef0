package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// A changed file is taken up by a running `duet run`, or refused whole while that goes on.
final class ReloadIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static final String ITEM =
            """
            item:
              tables: { crm: item, erp: thing }
              key: { id: id }
              fields: { name: name }
            """;

    private static final String NOTE =
            """
            note:
              tables: { crm: note, erp: note }
              key: { id: id }
              fields: { text: text }
            """;

    @TempDir private Path folder;

    @Test
    void aChangedFileIsTakenUpOrRefusedWhole() throws Exception {
        try (CliBench bench =
                new CliBench(
                        folder,
                        List.of(
                                "CREATE TABLE item (id int PRIMARY KEY, name varchar(20))",
                                "CREATE TABLE note (id int PRIMARY KEY, text varchar(20))"),
                        List.of(
                                "CREATE TABLE thing (id int PRIMARY KEY, name varchar(20))",
                                "CREATE TABLE note (id int PRIMARY KEY, text varchar(20))"),
                        ITEM)) {
            Spoken none = bench.call("reload");
            assertThat(none.exitCode()).as(none.all()).isEqualTo(1);
            assertThat(none.out()).contains("not at work");
            DuetProcess run = bench.run();
            await(() -> bench.askCrm("SELECT count(*) FROM duet.reload").equals("1"));
            Spoken same = bench.call("reload");
            assertThat(same.exitCode()).as(same.all()).isZero();
            assertThat(same.out()).contains("nothing has changed");

            bench.say(ITEM + NOTE);
            Spoken early = bench.call("reload");
            assertThat(early.exitCode()).as(early.all()).isEqualTo(1);
            assertThat(early.out())
                    .contains(
                            "+ entities.note.tables", "refused, all goes on as before: ", "PG021");
            bench.crm("INSERT INTO item VALUES (1, 'a')");
            await(() -> bench.askErp("SELECT count(*) FROM thing").equals("1"));

            bench.init();
            Spoken dry = bench.call("reload", "--dry-run");
            assertThat(dry.exitCode()).as(dry.all()).isZero();
            assertThat(dry.out()).contains("+ entities.note.tables").doesNotContain("taken up");
            Spoken taken = bench.call("reload");
            assertThat(taken.exitCode()).as(taken.all()).isZero();
            assertThat(taken.out()).contains("taken up");
            bench.crm("INSERT INTO note VALUES (1, 'of crm')", "INSERT INTO item VALUES (2, 'b')");
            bench.erp("INSERT INTO note VALUES (2, 'of erp')", "INSERT INTO thing VALUES (3, 'c')");
            await(() -> bench.askErp("SELECT count(*) FROM note").equals("2"));
            await(() -> bench.askCrm("SELECT count(*) FROM note").equals("2"));
            await(() -> bench.askErp("SELECT count(*) FROM thing").equals("3"));
            await(() -> bench.askCrm("SELECT count(*) FROM item").equals("3"));

            bench.say(ITEM.replace("tables", "table"));
            assertThat(bench.call("reload").exitCode()).isEqualTo(2);
            bench.say(ITEM + NOTE + "  on-conflict: latest\n");
            Spoken rule = bench.call("reload");
            assertThat(rule.exitCode()).as(rule.all()).isZero();
            assertThat(rule.out()).contains("entities.note.fields.text.on-conflict = latest");
            run.endsCleanlyOn("TERM");
            Spoken compare = bench.call("compare");
            assertThat(compare.exitCode()).as(compare.all()).isZero();
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
