package dev.duet.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.duet.deploy.check.mysql.MysqlCode;
import dev.duet.deploy.check.postgres.PostgresCode;
import dev.duet.deploy.check.schema.SchemaCode;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

final class FindingsTextTest {
    private static List<Finding> findings() {
        var findings = new Findings();
        findings.in("erp")
                .add(
                        SchemaCode.UNMENTIONED,
                        "erp.client",
                        "extra",
                        Mend.words("Map them in the file if the other side has them."));
        findings.in("erp")
                .add(
                        MysqlCode.SYNC_BINLOG,
                        "sync_binlog",
                        "it is 0",
                        Mend.sql("SET PERSIST sync_binlog = 1"));
        findings.in("crm")
                .add(
                        PostgresCode.WAL_LEVEL,
                        "wal_level",
                        "it is replica",
                        Mend.sql("ALTER SYSTEM SET wal_level = 'logical'")
                                .andThen("Then restart PostgreSQL."));
        return findings.sorted();
    }

    @Test
    void sqlIsOfOneSystemAndWhatItCannotMendIsAComment() {
        assertThat(FindingsSql.of(findings(), "erp").lines())
                .containsExactly(
                        "-- MY009 sync_binlog: sync_binlog is not 1",
                        "SET PERSIST sync_binlog = 1;");
        assertThat(FindingsSql.of(findings(), "crm").lines())
                .containsExactly(
                        "-- PG002 wal_level: wal_level is not logical",
                        "-- Then restart PostgreSQL.",
                        "ALTER SYSTEM SET wal_level = 'logical';");
    }

    @Test
    void worstComesFirstWithRiskAndMend() {
        assertThat(FindingsText.of(findings(), false).lines())
                .containsExactly(
                        "ERROR (1)",
                        "",
                        "  PG002  crm  wal_level: wal_level is not logical",
                        "         it is replica",
                        "         Risk: The log holds no row changes, so nothing can be read from"
                                + " it.",
                        "         Mend: ALTER SYSTEM SET wal_level = 'logical';",
                        "               Then restart PostgreSQL.",
                        "",
                        "WARNING (1)",
                        "",
                        "  MY009  erp  sync_binlog: sync_binlog is not 1",
                        "         it is 0",
                        "         Risk: A crash takes transactions out of the log that the other"
                                + " side already has.",
                        "         Mend: SET PERSIST sync_binlog = 1;",
                        "",
                        "INFO (1)",
                        "",
                        "  SC019  erp  erp.client: columns that the file does not mention",
                        "         extra",
                        "         Risk: They stay as they are, and inserts from the other side"
                                + " leave them at their defaults.",
                        "         Mend: Map them in the file if the other side has them.",
                        "",
                        "1 errors, 1 warnings, 1 to know.");
    }

    @Test
    void colorsOnlyWhenAskedFor() {
        assertThat(FindingsText.of(findings(), false)).doesNotContain("\u001b[");
        assertThat(FindingsText.of(findings(), true)).contains("\u001b[1;31mPG002\u001b[0m");
    }

    @Test
    void nothingFoundIsSaid() {
        assertThat(FindingsText.of(List.of(), false)).startsWith("Nothing found");
    }

    @Test
    void scriptsGetEveryField() throws IOException {
        JsonNode root = new ObjectMapper().readTree(FindingsJson.of(findings()));
        assertThat(root.at("/counts/error").asInt()).isEqualTo(1);
        JsonNode first = root.at("/findings/0");
        assertThat(first.get("code").asText()).isEqualTo("PG002");
        assertThat(first.get("severity").asText()).isEqualTo("error");
        assertThat(first.get("system").asText()).isEqualTo("crm");
        assertThat(first.at("/mend/sql/0").asText())
                .isEqualTo("ALTER SYSTEM SET wal_level = 'logical'");
        assertThat(first.at("/mend/note").asText()).isEqualTo("Then restart PostgreSQL.");
    }
}
