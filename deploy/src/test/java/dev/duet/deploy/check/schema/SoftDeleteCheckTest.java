package dev.duet.deploy.check.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.mapping.SoftDelete;
import dev.duet.schemas.Column;
import dev.duet.schemas.config.SoftDeleteConfig;
import dev.duet.schemas.config.SoftDeleteConfig.Deleted;
import dev.duet.schemas.types.Kind;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import java.util.Optional;

/// What the column can hold that says that a record was deleted; `SoftDeleteIT` has databases.
final class SoftDeleteCheckTest {
    @Test
    void valuesAndMomentsThatTheColumnCanHold() {
        assertThat(SoftDelete.of(column("tinyint", Kind.INTEGER, false), flag("0", "1")).live())
                .isEqualTo(0L);
        assertThat(SoftDelete.of(column("boolean", Kind.BOOLEAN, false), flag("true", "false")))
                .isNotNull();
        assertThat(SoftDelete.of(column("timestamptz", Kind.INSTANT, true), moment()).live())
                .isNull();
    }

    @Test
    void othersAreRefusedWithTheReason() {
        refuses(column("tinyint", Kind.INTEGER, false), flag("no", "1"), "cannot hold 'no'");
        refuses(column("tinyint", Kind.INTEGER, false), moment(), "cannot hold NULL");
        refuses(column("text", Kind.TEXT, true), moment(), "text and cannot hold a moment");
    }

    private static void refuses(Column column, SoftDeleteConfig said, String why) {
        Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> SoftDelete.of(column, said))
                .withMessageContaining(why);
    }

    private static Column column(String type, Kind kind, boolean nullable) {
        return new Column("gone", type, kind, nullable);
    }

    private static SoftDeleteConfig flag(String live, String deleted) {
        return new SoftDeleteConfig(
                "gone", Optional.of(live), new Deleted.Value(Optional.of(deleted)));
    }

    private static SoftDeleteConfig moment() {
        return new SoftDeleteConfig("gone", Optional.empty(), new Deleted.Now());
    }
}
