package dev.duet.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.mapping.fields.FieldMapping;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.Unreadable;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.types.Special;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/// The records are the things whose state is `on` or null.
final class FilterTest {
    private static final EntityMappings ENTITY = entity();

    private static EntityMappings entity() {
        FieldMapping.Carried state =
                (FieldMapping.Carried) Example.field(FieldForm.PLAIN, "text", "varchar(9)");
        FieldMapping.Carried body =
                (FieldMapping.Carried) Example.field(FieldForm.PLAIN, "text", "longtext");
        Filter.Condition on = new Filter.Among(1, Set.of("on"), true);
        return Example.entity(state, body).of(new Filter(List.of(on)));
    }

    @Test
    void limitsFitAndNothingBeyondThemNorInfinityNorNone() {
        Filter.Condition within =
                new Filter.Within<>(1, BigDecimal.class, new BigDecimal("1.5"), BigDecimal.TEN);
        Filter.Condition since =
                new Filter.Within<>(1, LocalDate.class, LocalDate.of(2026, 1, 1), null);

        assertThat(within.fits(new BigDecimal("1.5"))).isTrue();
        assertThat(within.fits(BigDecimal.TEN)).isTrue();
        assertThat(within.fits(new BigDecimal("1.49"))).isFalse();
        assertThat(within.fits(new BigDecimal("10.01"))).isFalse();
        assertThat(within.fits(Special.INFINITY)).isFalse();
        assertThat(within.fits(null)).isFalse();
        assertThat(since.fits(LocalDate.of(2026, 1, 1))).isTrue();
        assertThat(since.fits(LocalDate.of(2025, 12, 31))).isFalse();
    }

    @Test
    void whatIsARecordBeforeAndAfterGoesOverAsItIs() {
        assertThat(there(insert("on"))).isInstanceOf(Change.Insert.class);
        assertThat(there(insert(null))).isInstanceOf(Change.Insert.class);
        assertThat(there(update("on", null))).isInstanceOf(Change.Update.class);
        assertThat(there(delete("on"))).isInstanceOf(Change.Delete.class);
        assertThat(there(move("on", "on"))).isInstanceOf(Change.KeyChange.class);
    }

    @Test
    void whatIsNoRecordBeforeAndAfterIsNothing() {
        for (Change change :
                List.of(insert("off"), update("off", "no"), delete("off"), move("off", "off"))) {
            assertThat(ENTITY.fromFirst().map(change)).isEqualTo(new Mapped.Passed(change));
            assertThat(ENTITY.fromFirst().read(change)).isEqualTo(new Mapped.Passed(change));
        }
    }

    @Test
    void aRowThatComesToFitIsInserted() {
        assertThat(there(update("off", "on"))).isEqualTo(insertThere(1L, "on", "b"));
        assertThat(there(move("off", "on"))).isEqualTo(insertThere(2L, "on", "b"));
    }

    @Test
    void aRowThatCeasesToFitIsDeleted() {
        assertThat(there(update("on", "off"))).isEqualTo(leftThere("on"));
        assertThat(there(move("on", "off"))).isEqualTo(deleteThere("on"));
    }

    @Test
    void aLargeValueThatTheLogLeftOutIsInTheInsert() {
        Change change =
                new Change.Update(
                        ENTITY.first().shape(),
                        Row.of(1L, "off", "large"),
                        Row.of(1L, "on", Unchanged.VALUE));

        assertThat(there(change)).isEqualTo(insertThere(1L, "on", "large"));
    }

    @Test
    void aFieldThatIsAskedForAndLeftOutIsWhatItWas() {
        for (String state : List.of("on", "off")) {
            Change change =
                    new Change.Update(
                            ENTITY.first().shape(),
                            Row.of(1L, state, "a"),
                            Row.of(1L, Unchanged.VALUE, "b"));

            assertThat(ENTITY.fromFirst().map(change))
                    .isInstanceOf(state.equals("on") ? Mapped.Ready.class : Mapped.Passed.class);
        }
    }

    @Test
    void aRowThatIsNoRecordNeedNotBeReadable() {
        Change hidden =
                new Change.Insert(
                        ENTITY.first().shape(), Row.of(1L, "off", new Unreadable("broken")));
        Change record =
                new Change.Insert(
                        ENTITY.first().shape(), Row.of(1L, "on", new Unreadable("broken")));

        assertThat(ENTITY.fromFirst().map(hidden)).isInstanceOf(Mapped.Passed.class);
        assertThat(ENTITY.fromFirst().map(record)).isInstanceOf(Mapped.Refused.class);
    }

    @Test
    void bothDirectionsAskTheSame() {
        Change hidden = new Change.Insert(ENTITY.second().shape(), Row.of(1L, "off", "b"));

        assertThat(ENTITY.intoFirst().map(hidden)).isInstanceOf(Mapped.Passed.class);
        assertThat(ENTITY.fromFirst().isHidden(Row.of(1L, "off", "b"))).isTrue();
        assertThat(ENTITY.fromFirst().isHidden(Row.of(1L, "on", "b"))).isFalse();
    }

    @Test
    void aRowThatIsLetGoIsARecordOrNone() {
        assertThat(ENTITY.fromFirst().record(Row.of(1L, "off", "b"))).isNull();
        assertThat(ENTITY.fromFirst().record(Row.of(1L, "on", "b")))
                .isEqualTo(Row.of(1L, "on", "b"));
    }

    private static Change there(Change change) {
        return ((Mapped.Ready) ENTITY.fromFirst().map(change)).target();
    }

    private static Change insertThere(long id, @Nullable Object state, String body) {
        return new Change.Insert(ENTITY.second().shape(), Row.of(id, state, body));
    }

    private static Change deleteThere(@Nullable Object state) {
        return new Change.Delete(ENTITY.second().shape(), Row.of(1L, state, "b"));
    }

    /// The row is there still.
    private static Change leftThere(String state) {
        return new Change.Delete(ENTITY.second().shape(), Row.of(1L, state, "b"), true);
    }

    private static Change insert(@Nullable Object state) {
        return new Change.Insert(ENTITY.first().shape(), Row.of(1L, state, "b"));
    }

    private static Change delete(@Nullable Object state) {
        return new Change.Delete(ENTITY.first().shape(), Row.of(1L, state, "b"));
    }

    private static Change update(@Nullable Object before, @Nullable Object after) {
        return new Change.Update(
                ENTITY.first().shape(), Row.of(1L, before, "b"), Row.of(1L, after, "b"));
    }

    private static Change move(@Nullable Object before, @Nullable Object after) {
        return new Change.KeyChange(
                ENTITY.first().shape(), Row.of(1L, before, "b"), Row.of(2L, after, "b"));
    }
}
