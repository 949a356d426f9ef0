package dev.duet.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// The document of a mapping between two real schemas.
final class DocsIT {
    private static final String ENTITIES =
            """
            ticket:
              tables: { crm: ticket, erp: case_file }
              key: { id: id }
              fields:
                state: { crm: state, erp: state, values: { open: O }, owner: %s }
                owed: { crm: owed, erp: cents, convert: { cents: 2 } }
              only-in: { %s }
            """;
    private static final String WHOLE = ENTITIES.formatted("crm", "crm: [made], erp: [batch]");
    private static final int NOBODY_LISTENS = 1;

    @TempDir private static Path folder;
    private static CliBench bench;

    @BeforeAll
    static void prepare() throws Exception {
        bench =
                new CliBench(
                        folder,
                        "CREATE TABLE ticket (id int PRIMARY KEY, state varchar(9) NOT NULL, owed"
                                + " numeric(10,2), made date)",
                        "CREATE TABLE case_file (id int PRIMARY KEY, state char(1) NOT NULL, cents"
                                + " bigint, batch int)",
                        WHOLE);
    }

    @BeforeEach
    void sayAllOfIt() throws Exception {
        bench.say(WHOLE);
    }

    @AfterAll
    static void end() throws Exception {
        bench.close();
    }

    @Test
    void pageHasTheTypesOfBothDatabases() throws Exception {
        Path out = folder.resolve("a new folder/within");

        Spoken docs = bench.call("docs", "--out", out.toString());

        assertThat(docs.exitCode()).as(docs.all()).isZero();
        assertThat(docs.out()).contains(out.resolve("mapping.html").toString());
        assertThat(Files.readString(out.resolve("mapping.html")))
                .contains("<code>owed</code> numeric(10,2)", "<code>cents</code> bigint")
                .contains("<code>state</code> char(1), not null")
                .contains("crm decides", "<code>made</code>", "<code>batch</code>");
        assertThat(Files.readString(out.resolve("mapping.md")))
                .contains("| crm | `made` | date | stays as it is, as the file says |")
                .contains("| erp | `batch` | int | stays as it is, as the file says |");
    }

    @Test
    void columnsThatNobodyMentionedOrThatAreNotThereAreFound() throws Exception {
        bench.say(
                ENTITIES.formatted("crm", "erp: [batch]")
                        .replace("cents, convert", "pence, convert"));
        Path out = folder.resolve("incomplete");

        Spoken docs = bench.call("docs", "--json", "--out", out.toString());

        assertThat(docs.exitCode()).as(docs.all()).isEqualTo(1);
        JsonNode json = new ObjectMapper().readTree(docs.out());
        assertThat(json.at("/missing").toString()).isEqualTo("[\"erp: erp.case_file.pence\"]");
        assertThat(json.at("/unmentioned").toString())
                .isEqualTo("[\"crm: public.ticket.made\",\"erp: erp.case_file.cents\"]");
        assertThat(Files.readString(out.resolve("mapping.md")))
                .contains("| crm | `made` | date | **not mentioned**", "`pence` **not there**");
    }

    @Test
    void changesSinceAnEarlierFileAreTold() throws Exception {
        bench.say(ENTITIES.formatted("erp", "crm: [made]"));
        Files.copy(folder.resolve("duet.yaml"), folder.resolve("old.yaml"));
        bench.say(WHOLE);
        Path out = folder.resolve("changed");

        Spoken docs =
                bench.call(
                        "docs",
                        "--json",
                        "--since",
                        folder.resolve("old.yaml").toString(),
                        "--out",
                        out.toString());

        assertThat(docs.exitCode()).as(docs.all()).isZero();
        JsonNode changes = new ObjectMapper().readTree(docs.out()).at("/changes");
        assertThat(changes.findValuesAsText("point"))
                .containsExactly("only in erp", "direction", "who decides");
        assertThat(changes.at("/0/was").asText()).isEqualTo("none");
        assertThat(changes.at("/0/is").asText()).isEqualTo("batch");
        assertThat(Files.readString(out.resolve("mapping.html"))).contains("id=\"changes\"");
    }

    @Test
    void withoutADatabaseItIsWrittenOnlyWhenAskedTo() throws Exception {
        bench.writeConfig("away.yaml", NOBODY_LISTENS);
        Path out = folder.resolve("away");

        Spoken docs = bench.callWith("away.yaml", "docs", "--out", out.toString());

        assertThat(docs.exitCode()).as(docs.all()).isEqualTo(3);
        assertThat(docs.err()).contains("erp").doesNotContain("at dev.duet");
        assertThat(out).doesNotExist();
        Spoken offline = bench.callWith("away.yaml", "docs", "--offline", "--out", out.toString());
        assertThat(offline.exitCode()).as(offline.all()).isZero();
        assertThat(Files.readString(out.resolve("mapping.md")))
                .contains("The databases were not asked");
    }

    @Test
    void wrongFilesAreWrongUse() throws Exception {
        Spoken noFile = bench.call("docs", "--offline", "--since", "nowhere.yaml");
        assertThat(noFile.exitCode()).isEqualTo(2);
        assertThat(noFile.err()).contains("nowhere.yaml:1:1", "there is no such file");

        Path file = Files.writeString(folder.resolve("a-file"), "");
        Spoken noFolder = bench.call("docs", "--offline", "--out", file.toString());
        assertThat(noFolder.exitCode()).isEqualTo(2);
        assertThat(noFolder.err()).contains("cannot write into", "--out");
        assertThat(bench.call("docs", "--help").out()).contains("Example:", "--since", "--offline");
    }
}
