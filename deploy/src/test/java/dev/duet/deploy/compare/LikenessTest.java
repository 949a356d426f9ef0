package dev.duet.deploy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.deploy.compare.Difference.FieldValues;
import dev.duet.mapping.EntityMappings;
import dev.duet.mapping.Filter;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;
import java.util.Set;

final class LikenessTest {
    private static final Shape SHAPE =
            new Shape(
                    "item",
                    new TableName("public", "item"),
                    List.of(
                            column("id", Kind.INTEGER),
                            column("name", Kind.TEXT),
                            column("seen", Kind.TEXT)),
                    1);
    private static final Likeness LIKENESS =
            new Likeness(
                    SHAPE,
                    BitSet.valueOf(new long[] {4}),
                    Likeness.Kept.NONE,
                    false,
                    false,
                    EntityMappings.Sent.ALL);

    @Test
    void recordsAreAlikeByValue() {
        assertThat(LIKENESS.alike(present("a", "x"), present("a", "x"))).isTrue();
        assertThat(LIKENESS.alike(present("a", "x"), present("b", "x"))).isFalse();
        assertThat(LIKENESS.alike(present(null, "x"), present("", "x"))).isFalse();
    }

    @Test
    void whatMayDifferAndWhatSaysNothingDoesNot() {
        assertThat(LIKENESS.alike(present("a", "x"), present("a", "y"))).isTrue();
        assertThat(LIKENESS.alike(present("a", "x"), present(Unchanged.UNSAID, "x"))).isTrue();
    }

    @Test
    void aHiddenRowIsAsNone() {
        assertThat(LIKENESS.alike(Sight.HIDDEN, Sight.ABSENT)).isTrue();
        assertThat(LIKENESS.alike(Sight.HIDDEN, present("a", "x"))).isFalse();
        assertThat(LIKENESS.alike(present("a", "x"), Sight.ABSENT)).isFalse();
    }

    @Test
    void aSideThatKeepsWhatTheOtherDeletesMayHaveRecordsAlone() {
        var keeping =
                new Likeness(
                        SHAPE,
                        new BitSet(),
                        Likeness.Kept.NONE,
                        false,
                        true,
                        EntityMappings.Sent.ALL);

        assertThat(keeping.alike(Sight.ABSENT, present("a", "x"))).isTrue();
        assertThat(keeping.alike(Sight.HIDDEN, present("a", "x"))).isTrue();
        assertThat(keeping.alike(present("a", "x"), Sight.ABSENT)).isFalse();
        assertThat(keeping.alike(present("a", "x"), present("b", "x"))).isFalse();
    }

    @Test
    void whatASideKeepsIsNoDifferenceAndIsCountedApart() {
        var kept = new Likeness.Kept(new BitSet(), BitSet.valueOf(new long[] {2}));
        var likeness =
                new Likeness(SHAPE, new BitSet(), kept, false, false, EntityMappings.Sent.ALL);
        var tally = new Tally(likeness, 10);

        assertThat(likeness.alike(present("a", "x"), present("b", "x"))).isTrue();
        assertThat(likeness.alike(present("a", "x"), present("a", "y"))).isFalse();
        tally.alike(present("a", "x"), present("b", "x"));
        tally.alike(present("a", "x"), present("a", "x"));
        tally.alike(Sight.ABSENT, Sight.ABSENT);

        assertThat(tally.keptInFirst()).isZero();
        assertThat(tally.keptInSecond()).isEqualTo(1);
        assertThat(tally.differences()).isZero();
    }

    @Test
    void whatASideDoesNotSendIsNoDifference() {
        Filter named = new Filter(List.of(new Filter.Among(1, Set.of("a"), false)));
        Likeness sending = sending(Filter.ALL, named);

        assertThat(sending.alike(present("a", "x"), present("b", "y"))).isTrue();
        assertThat(sending.alike(Sight.ABSENT, present("b", "y"))).isTrue();
        assertThat(sending.alike(present("a", "x"), Sight.ABSENT)).isTrue(); // deleted unsent
        assertThat(sending.alike(present("b", "x"), present("a", "x"))).isFalse();
        assertThat(sending.alike(Sight.ABSENT, present("a", "x"))).isFalse();
    }

    @Test
    void whatEachSideDoesNotSendIsNoDifferenceNorIsWhatOneOfThemHasNot() {
        Filter named = new Filter(List.of(new Filter.Among(1, Set.of("a", "b"), false)));
        Filter seen = new Filter(List.of(new Filter.Among(2, Set.of("x"), false)));
        Likeness sending = sending(named, seen);

        assertThat(sending.alike(present("c", "x"), present("b", "x"))).isTrue();
        assertThat(sending.alike(present("a", "x"), present("b", "y"))).isTrue();
        assertThat(sending.alike(present("a", "y"), present("b", "x"))).isFalse();
        assertThat(sending.alike(present("a", "x"), Sight.ABSENT)).isTrue();
        assertThat(sending.alike(Sight.ABSENT, present("a", "x"))).isTrue();
    }

    @Test
    void emptyValuesAreCountedByFieldAndSide() {
        var tally = new Tally(LIKENESS, 10);

        tally.looked(true, present(null, "x"));
        tally.looked(true, present("a", null));
        tally.looked(true, Sight.HIDDEN);
        tally.looked(false, present(null, Unchanged.UNSAID));
        tally.looked(false, new Sight.Unreadable("no counterpart"));

        Completeness of = tally.completeness();
        assertThat(tally.first()).isEqualTo(2);
        assertThat(tally.second()).isEqualTo(2);
        assertThat(of.read(true)).isEqualTo(2);
        assertThat(of.read(false)).isEqualTo(1);
        assertThat(of.empty(true, 1)).isEqualTo(1);
        assertThat(of.empty(true, 2)).isEqualTo(1);
        assertThat(of.empty(false, 1)).isEqualTo(1);
        assertThat(of.empty(false, 2)).isZero();
    }

    @Test
    void whatCannotBeReadIsLikeNothing() {
        var unreadable = new Sight.Unreadable("no counterpart");

        assertThat(LIKENESS.alike(unreadable, unreadable)).isFalse();
        assertThat(LIKENESS.alike(Sight.ABSENT, unreadable)).isFalse();
        assertThat(Difference.kind(present("a", "x"), unreadable))
                .isEqualTo(Difference.Kind.UNREADABLE);
    }

    @Test
    void differencesAreToldByFieldWithBothValues() {
        Sight first = present(null, "x");
        Sight second = present("b", "y");

        assertThat(Difference.kind(first, second)).isEqualTo(Difference.Kind.DIFFERENT);
        assertThat(Difference.fields(LIKENESS, first, second))
                .containsExactly(new FieldValues("name", null, "b"));
        assertThat(Difference.kind(Sight.HIDDEN, second))
                .isEqualTo(Difference.Kind.MISSING_IN_FIRST);
        assertThat(Difference.kind(first, Sight.ABSENT))
                .isEqualTo(Difference.Kind.MISSING_IN_SECOND);
    }

    @Test
    void aPrintTellsSightsApart() {
        assertThat(LIKENESS.print(present("a", "x"))).isEqualTo(LIKENESS.print(present("a", "x")));
        assertThat(List.of(present("a", "x"), present("a", "y"), Sight.ABSENT, Sight.HIDDEN))
                .extracting(LIKENESS::print)
                .doesNotHaveDuplicates();
    }

    private static Sight present(Object name, Object seen) {
        return new Sight.Present(Row.of(1L, name, seen));
    }

    private static Column column(String name, Kind kind) {
        return new Column(name, "text", kind, true);
    }

    private static Likeness sending(Filter first, Filter second) {
        return new Likeness(
                SHAPE,
                new BitSet(),
                Likeness.Kept.NONE,
                false,
                false,
                new EntityMappings.Sent(first, second));
    }
}
