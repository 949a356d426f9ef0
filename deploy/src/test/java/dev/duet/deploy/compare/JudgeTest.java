package dev.duet.deploy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.RowWrite;
import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.deploy.compare.Verdict.Code;
import dev.duet.deploy.compare.Verdict.Left;
import dev.duet.deploy.compare.Verdict.Mend;
import dev.duet.mapping.EntityMappings;
import dev.duet.schemas.Column;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.types.Kind;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class JudgeTest {
    private static final Shape SHAPE =
            new Shape(
                    "item",
                    new TableName("public", "item"),
                    List.of(column("id"), column("value"), column("rev"), column("seen")),
                    1);
    private static final Likeness LIKENESS =
            new Likeness(
                    SHAPE,
                    BitSet.valueOf(new long[] {8}),
                    Likeness.Kept.NONE,
                    false,
                    false,
                    EntityMappings.Sent.ALL);
    private static final Sight ONE = present(1L, 1L);
    private static final Sight TWO = present(2L, 1L);

    @Test
    void aRuleThatTellsFromValuesDecides() {
        assertThat(written(new FieldRule.Owner(Side.B, null), ONE, TWO)).isEqualTo("A 1→2");
        assertThat(written(new FieldRule.Prefer(Side.A), ONE, TWO)).isEqualTo("B 2→1");
        assertThat(written(new FieldRule.Max(), ONE, TWO)).isEqualTo("A 1→2");
        assertThat(written(new FieldRule.Min(), ONE, TWO)).isEqualTo("B 2→1");
        assertThat(written(new FieldRule.Max(), ONE, present(null, 1L))).isEqualTo("B null→1");
    }

    @Test
    void aVersionDecidesWhereItDiffers() {
        FieldRule version = new FieldRule.Version(2);

        assertThat(written(version, ONE, present(2L, 0L))).isEqualTo("B 2→1");
        assertThat(left(judge(null), version, ONE, TWO)).isEqualTo(Code.NEEDS_A_WORD);
    }

    @Test
    void whereNoRuleTellsAPersonSays() {
        for (FieldRule rule :
                List.of(new FieldRule.Latest(), new FieldRule.Sum(), new FieldRule.Review())) {
            assertThat(left(judge(null), rule, ONE, TWO)).isEqualTo(Code.NEEDS_A_WORD);
            assertThat(written(judge(Side.B), rule, ONE, TWO)).isEqualTo("A 1→2");
        }
        // and only there
        assertThat(written(judge(Side.B), new FieldRule.Prefer(Side.A), ONE, TWO))
                .isEqualTo("B 2→1");
    }

    @Test
    void whatOneSideHasIsInsertedUnlessItIsToBeDeleted() {
        FieldRule any = new FieldRule.Max();
        Mend inserted = (Mend) of(judge(null), any, unlike(ONE, Sight.ABSENT));
        Mend deleted =
                (Mend)
                        of(
                                new Judge(
                                        new Repairing(false, null, Set.of("crm"), 9, "r", "me"),
                                        List.of("crm", "erp"),
                                        true),
                                any,
                                unlike(ONE, Sight.HIDDEN));

        assertThat(inserted.inFirst()).isNull();
        assertThat(inserted.inSecond()).isInstanceOf(RowWrite.Insert.class);
        assertThat(deleted.inFirst()).isInstanceOf(RowWrite.Delete.class);
        assertThat(deleted.inSecond()).isNull();
    }

    @Test
    void whereALogWasLostItsSideIsRightButForWhatTheOtherOwns() {
        Judge lost =
                new Judge(
                        wanted(null),
                        List.of("crm", "erp"),
                        true,
                        new LostLog(Side.B, List.of("crm", "erp")));

        for (FieldRule rule :
                List.of(
                        new FieldRule.Latest(),
                        new FieldRule.Prefer(Side.A),
                        new FieldRule.Min(),
                        new FieldRule.Sum(),
                        new FieldRule.Owner(Side.B, null))) {
            assertThat(written(lost, rule, ONE, TWO)).isEqualTo("A 1→2");
        }
        assertThat(written(lost, new FieldRule.Owner(Side.A, null), ONE, TWO)).isEqualTo("B 2→1");
        Mend ended = (Mend) of(lost, new FieldRule.Latest(), unlike(ONE, Sight.ABSENT));
        assertThat(ended.inFirst()).isInstanceOf(RowWrite.Delete.class);
        assertThat(ended.inSecond()).isNull();
        Mend begun = (Mend) of(lost, new FieldRule.Latest(), unlike(Sight.ABSENT, TWO));
        assertThat(begun.inFirst()).isInstanceOf(RowWrite.Insert.class);
    }

    @Test
    void whereALogWasLostADeleteIsForWhomTheFileSays() {
        Judge lost =
                new Judge(
                        wanted(null),
                        List.of("crm", "erp"),
                        true,
                        new LostLog(Side.B, List.of("crm", "erp")));
        FieldRule prefer = new FieldRule.Prefer(Side.A);
        EntityRules asks =
                new EntityRules(
                                "item",
                                1,
                                List.of(prefer, prefer, prefer, prefer),
                                new PresenceRule.Update())
                        .with(Map.of(Side.A, DeleteRule.REVIEW), Map.of());

        Left left = (Left) lost.of(unlike(ONE, Sight.ABSENT), asks);

        assertThat(left.code()).isEqualTo(Code.NEEDS_A_WORD);
        assertThat(left.words()).contains("ended in erp", "--delete-extra-in crm");
    }

    @Test
    void whatIsHeldOrOnItsWayIsLeft() {
        Unlike held = unlike(ONE, TWO, Reason.Code.HELD, true, true);
        Unlike moving = unlike(ONE, TWO, Reason.Code.UNKNOWN, true, false);
        Unlike waiting = unlike(ONE, TWO, Reason.Code.NOT_APPLIED, false, true);
        FieldRule any = new FieldRule.Max();

        assertThat(((Left) of(judge(null), any, held)).code()).isEqualTo(Code.HELD);
        assertThat(((Left) of(judge(null), any, moving)).code()).isEqualTo(Code.CHANGING);
        assertThat(((Left) of(judge(null), any, waiting)).code()).isEqualTo(Code.NOT_APPLIED);
        assertThat(of(new Judge(wanted(null), List.of("crm", "erp"), false), any, waiting))
                .isInstanceOf(Mend.class);
    }

    private static Code left(Judge judge, FieldRule rule, Sight one, Sight two) {
        return ((Left) of(judge, rule, unlike(one, two))).code();
    }

    private static String written(FieldRule rule, Sight one, Sight two) {
        return written(judge(null), rule, one, two);
    }

    private static String written(Judge judge, FieldRule rule, Sight one, Sight two) {
        Mend mend = (Mend) of(judge, rule, unlike(one, two));
        RowWrite.Update update =
                (RowWrite.Update) (mend.inFirst() == null ? mend.inSecond() : mend.inFirst());
        for (RowWrite.FieldWrite field : update.fields()) {
            if (field.column() == 1 && field instanceof RowWrite.Set set) {
                return (mend.inFirst() == null ? "B " : "A ") + set.from() + "→" + set.to();
            }
        }
        throw new AssertionError(update.fields());
    }

    private static Verdict of(Judge judge, FieldRule rule, Unlike unlike) {
        FieldRule prefer = new FieldRule.Prefer(Side.A);
        return judge.of(
                unlike,
                new EntityRules(
                        "item",
                        1,
                        List.of(prefer, rule, prefer, prefer),
                        new PresenceRule.Update()));
    }

    private static Judge judge(@Nullable Side prefer) {
        return new Judge(wanted(prefer), List.of("crm", "erp"), true);
    }

    private static Repairing wanted(@Nullable Side prefer) {
        return new Repairing(false, prefer, Set.of(), 9, "r", "me");
    }

    private static Unlike unlike(Sight one, Sight two) {
        return unlike(one, two, Reason.Code.UNKNOWN, true, true);
    }

    private static Unlike unlike(
            Sight one, Sight two, Reason.Code why, boolean isCertain, boolean isSteady) {
        Key key = Key.of(7L);
        return new Unlike(
                LIKENESS,
                key,
                new Seen(key, one, ""),
                new Seen(key, two, ""),
                new Reason(why, ""),
                isCertain,
                isSteady);
    }

    private static Sight present(@Nullable Long value, Long rev) {
        return new Sight.Present(Row.of(7L, value, rev, value));
    }

    private static Column column(String name) {
        return new Column(name, "bigint", Kind.INTEGER, true);
    }
}
