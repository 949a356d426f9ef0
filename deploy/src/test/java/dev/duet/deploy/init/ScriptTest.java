package dev.duet.deploy.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.support.LivePair;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;

final class ScriptTest {
    private static final String FILE =
            """
            systems:
              crm: { type: postgres, host: db1, database: crm, user: "o'brien", password: "${env:NOT_SET}" }
              erp: { type: mysql, host: db2, database: erp, user: duet, password: "${env:NOT_SET}" }
            entities:
              customer:
                tables: { crm: Sales.Customer, erp: client }
                key: { id: id }
                fields: {}
            """;

    @Test
    void scriptNeedsNoDatabaseAndNoPassword() {
        String script = Script.of(LivePair.read(FILE));
        assertThat(script)
                .contains("CREATE ROLE \"o'brien\" LOGIN PASSWORD '<password of the reader>';")
                .contains("ALTER TABLE \"Sales\".\"Customer\" REPLICA IDENTITY FULL;")
                .contains("ALTER ROLE \"o'brien\" LOGIN REPLICATION;")
                .contains("CREATE USER 'duet'@'%' IDENTIFIED BY '<password of the reader>';")
                .contains("GRANT SELECT, DELETE ON `erp`.`client` TO 'duet'@'%';")
                .contains("GRANT INSERT (`id`), UPDATE (`id`) ON `erp`.`client` TO 'duet'@'%';")
                .contains(
                        "GRANT INSERT (\"id\"), UPDATE (\"id\") ON TABLE \"Sales\".\"Customer\" TO"
                                + " \"o'brien\";")
                .doesNotContain(";;");
    }

    /// The slot decodes under what held when it was made, and rights need their objects.
    @Test
    void orderIsTheOneThatWorks() throws SQLException {
        assertThat(Script.postgres(LivePair.read(FILE)))
                .containsSubsequence(
                        "CREATE ROLE",
                        "CREATE SCHEMA",
                        "CREATE TABLE IF NOT EXISTS duet.checkpoint",
                        "INSERT INTO duet.system",
                        "REPLICA IDENTITY FULL",
                        "CREATE PUBLICATION",
                        "ADD TABLE",
                        "GRANT");
    }

    /// One user in both roles is made once.
    @Test
    void oneUserInBothRolesIsMadeOnce() {
        assertThat(Script.of(LivePair.read(FILE)).split("CREATE USER", -1)).hasSize(2);
    }
}
