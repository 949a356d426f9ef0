package dev.duet.deploy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.TableName;
import dev.duet.schemas.config.DatabaseKind;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SqlTextTest {
    @Test
    void namesAreQuotedWhateverIsInThem() {
        assertThat(SqlName.of(DatabaseKind.POSTGRES, "a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(SqlName.of(DatabaseKind.MYSQL, "a`b")).isEqualTo("`a``b`");
        assertThat(SqlName.of(DatabaseKind.POSTGRES, new TableName("Sales", "Order")))
                .isEqualTo("\"Sales\".\"Order\"");
        assertThat(SqlName.list(DatabaseKind.MYSQL, List.of("id", "select")))
                .isEqualTo("`id`, `select`");
    }

    @Test
    void literalsComeBackAsTheyWere() {
        assertThat(SqlLiteral.of(DatabaseKind.POSTGRES, "it's \\n")).isEqualTo("'it''s \\n'");
        assertThat(SqlLiteral.of(DatabaseKind.MYSQL, "it's \\n")).isEqualTo("'it''s \\\\n'");
    }
}
