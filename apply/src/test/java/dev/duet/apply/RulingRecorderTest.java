package dev.duet.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Column;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.Test;

import java.util.List;

final class RulingRecorderTest {
    private static final Shape SHAPE =
            new Shape(
                    "thing",
                    new TableName("public", "thing"),
                    List.of(
                            new Column("id", "int", Kind.INTEGER, false),
                            new Column("edition", "int", Kind.INTEGER, true)),
                    1);

    @Test
    void rulesNameSystemsAndColumns() {
        assertThat(words(new FieldRule.Prefer(Side.A).text())).isEqualTo("prefer: crm");
        assertThat(words(new PresenceRule.Prefer(Side.B).text())).isEqualTo("prefer: erp");
        assertThat(words(new FieldRule.Version(1).text())).isEqualTo("version: edition");
        assertThat(words(new FieldRule.Latest().text())).isEqualTo("latest");
        assertThat(words("review: latest, but the clocks differ by 12 s"))
                .isEqualTo("review: latest, but the clocks differ by 12 s");
    }

    private static String words(String rule) {
        return RulingRecorder.words(rule, SHAPE, side -> side == Side.A ? "crm" : "erp");
    }
}
