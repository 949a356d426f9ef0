package dev.duet.deploy.rights.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.rights.Grant;
import dev.duet.deploy.rights.Target;
import dev.duet.deploy.rights.Target.Columns;
import dev.duet.deploy.rights.Target.Database;
import dev.duet.deploy.rights.Target.Server;
import dev.duet.deploy.rights.Target.Table;
import dev.duet.schemas.TableName;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Lines as MySQL 9.7 prints them.
final class MysqlRightsTest {
    private static final Target CLIENT = new Table(new TableName("erp", "client"));

    @Test
    void rightsOnTheServerCoverEverything() {
        MysqlRights rights = parse("GRANT SELECT, REPLICATION SLAVE ON *.* TO `u`@`%`");
        assertThat(rights.holds("SELECT", CLIENT)).isTrue();
        assertThat(rights.holds("SELECT", new Database("erp"))).isTrue();
        assertThat(rights.holds("REPLICATION SLAVE", new Server())).isTrue();
        assertThat(rights.holds("INSERT", CLIENT)).isFalse();
    }

    @Test
    void databasesArePatterns() {
        assertThat(parse("GRANT SELECT ON `er_`.* TO `u`@`%`").holds("SELECT", CLIENT)).isTrue();
        assertThat(parse("GRANT SELECT ON `er\\_`.* TO `u`@`%`").holds("SELECT", CLIENT)).isFalse();
        assertThat(parse("GRANT SELECT ON `e%`.* TO `u`@`%`").holds("SELECT", CLIENT)).isTrue();
        assertThat(
                        parse("GRANT SELECT ON `e\\_r`.* TO `u`@`%`")
                                .holds("SELECT", new Table(new TableName("e_r", "t"))))
                .isTrue();
    }

    @Test
    void tablesAreNoPatterns() {
        assertThat(parse("GRANT SELECT ON `erp`.`clien_` TO `u`@`%`").holds("SELECT", CLIENT))
                .isFalse();
        assertThat(
                        parse("GRANT SELECT ON `erp`.`a``b` TO `u`@`%`")
                                .holds("SELECT", new Table(new TableName("erp", "a`b"))))
                .isTrue();
    }

    @Test
    void aRightOnSomeColumnsIsNotOneOnTheTable() {
        MysqlRights rights =
                parse("GRANT SELECT (`id`, `name`), UPDATE ON `erp`.`client` TO `u`@`%`");
        assertThat(rights.holds("SELECT", CLIENT)).isFalse();
        assertThat(rights.holds("UPDATE", CLIENT)).isTrue();
    }

    @Test
    void rightsOnColumnsAreHeldColumnByColumn() {
        MysqlRights rights =
                parse(
                        "GRANT SELECT, UPDATE (`id`, `a``, (b`), DELETE ON `erp`.`client` TO"
                                + " `u`@`%`");
        assertThat(rights.holds("UPDATE", columns("ID", "a`, (b"))).isTrue();
        assertThat(rights.holds("UPDATE", columns("id", "name"))).isFalse();
        assertThat(rights.holds("SELECT", columns("id", "name"))).isTrue();
        assertThat(rights.holds("INSERT", columns("id"))).isFalse();
        assertThat(rights.held().getFirst().privileges())
                .containsExactly("SELECT", "UPDATE (`id`)", "UPDATE (`a``, (b`)", "DELETE");
        assertThat(rights.missing(new Grant(List.of("SELECT", "UPDATE"), columns("id", "name"))))
                .contains(new Grant(List.of("UPDATE"), columns("name")));
    }

    @Test
    void aRevokeOnTheTableTakesAwayThatOnColumns() {
        MysqlRights rights =
                parse("GRANT UPDATE, INSERT (`id`), UPDATE (`id`) ON `erp`.`client` TO `u`@`%`");
        MysqlRights left = rights.without(rights.held().getFirst(), List.of("UPDATE"));
        assertThat(left.holds("UPDATE", columns("id"))).isFalse();
        assertThat(left.holds("INSERT", columns("id"))).isTrue();
    }

    private static Target columns(String... names) {
        return new Columns(new TableName("erp", "client"), List.of(names));
    }

    @Test
    void partialRevokesTakeAway() {
        MysqlRights rights =
                parse(
                        "GRANT SELECT ON *.* TO `u`@`%`",
                        "REVOKE SELECT ON `erp`.* FROM `u`@`%`",
                        "GRANT UPDATE ON `erp`.`client` TO `u`@`%`");
        assertThat(rights.holds("SELECT", CLIENT)).isFalse();
        assertThat(rights.holds("SELECT", new Table(new TableName("crm", "client")))).isTrue();
        assertThat(rights.holds("UPDATE", CLIENT)).isTrue();
    }

    @Test
    void routinesRolesAndProxiesAreLeftOut() {
        MysqlRights rights =
                parse(
                        "GRANT EXECUTE ON PROCEDURE `erp`.`p` TO `u`@`%`",
                        "GRANT `r`@`%` TO `u`@`%`", "GRANT PROXY ON ``@`` TO `u`@`%`");
        assertThat(rights.held()).isEmpty();
    }

    @Test
    void grantOptionIsAPrivilegeLikeAnyOther() {
        assertThat(
                        parse("GRANT SELECT ON `erp`.* TO `u`@`%` WITH GRANT OPTION")
                                .held()
                                .getFirst()
                                .privileges())
                .containsExactly("SELECT", "GRANT OPTION");
    }

    @Test
    void accountsKeepTheirQuotes() {
        assertThat(Account.parse("o'brien@10.0.0.%")).hasToString("'o''brien'@'10.0.0.%'");
    }

    private static MysqlRights parse(String... lines) {
        return MysqlRights.parse(List.of(lines));
    }
}
