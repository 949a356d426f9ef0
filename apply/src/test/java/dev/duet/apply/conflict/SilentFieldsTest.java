package dev.duet.apply.conflict;

import static dev.duet.apply.conflict.rules.Side.A;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.rules.Claim;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.TriggerRule;
import dev.duet.schemas.Change;
import dev.duet.schemas.Column;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.types.Kind;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;

/// What says nothing is neither a change nor a difference nor a claim; and what the file ignores is
/// not audited.
final class SilentFieldsTest {
    private static final Column ID = new Column("id", "bigint", Kind.INTEGER, false);
    private static final Column X = new Column("x", "text", Kind.TEXT, true);
    private static final Shape SHAPE =
            new Shape("thing", new TableName("model", "thing"), List.of(ID, X), 1);
    private static final RecordKey KEY = new RecordKey("thing", Key.of(1L));

    @Test
    void becomingSilentTouchesNothing() {
        assertThat(Netting.net(List.of(update("a", Unchanged.UNSAID)))).isEmpty();
        assertThat(Netting.net(List.of(update(Unchanged.UNSAID, "a"))))
                .singleElement()
                .isInstanceOfSatisfying(
                        NetChange.Updated.class, net -> assertThat(net.touched().get(1)).isTrue());
    }

    @Test
    void silenceIsNotFilledUpAndNeverDiffers() {
        Shadow shadow = shadow("a");
        Image image = Image.of(row("b")).next(row(Unchanged.UNSAID));

        assertThat(image.differsFrom(shadow, rules(false))).isFalse();
        assertThat(Image.of(row("b")).differsFrom(shadow, rules(false))).isTrue();
        assertThat(Image.of(row("a")).next(row(Unchanged.VALUE)).differsFrom(shadow, rules(false)))
                .isFalse();
    }

    @Test
    void anIgnoredFieldIsNotAudited() {
        assertThat(Image.of(row("b")).differsFrom(shadow("a"), rules(true))).isFalse();
    }

    @Test
    void silenceIsNoClaim() {
        OwnChanges own = new OwnChanges(2);
        own.claim(1, new Claim(A, 5, 5, "a", null));

        own.claim(1, new Claim(A, 6, 6, Unchanged.UNSAID, null));

        Claim last = own.unseenClaim(1, 0);
        assertThat(last).isNotNull();
        assertThat(last.value()).isEqualTo("a");
    }

    private static Shadow shadow(String x) {
        return Shadow.of(
                new NetChange.Updated(KEY, row(x), row(x), new BitSet(), row(x)), SHAPE.size());
    }

    private static EntityRules rules(boolean ignored) {
        BitSet columns = new BitSet();
        columns.set(1, ignored);
        return new EntityRules(
                "thing",
                1,
                List.of(new FieldRule.Prefer(A), new FieldRule.Latest()),
                new PresenceRule.Delete(),
                columns,
                TriggerRule.NOTICED);
    }

    private static Change update(@Nullable Object before, @Nullable Object after) {
        return new Change.Update(SHAPE, row(before), row(after));
    }

    private static Row row(@Nullable Object x) {
        return Row.of(1L, x);
    }
}
