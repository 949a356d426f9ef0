package dev.duet.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.mapping.fields.FieldMapping;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.Conversion.Unmapped;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.NullPolicy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Map;

/// Changes on their way from crm to erp and back.
final class EntityMappingTest {
    private static final FieldForm STATES =
            Example.form(
                    new Conversion.Values(
                            Map.of("active", "A", "closed", "X"), new Unmapped.Refuse()));

    @Test
    void aChangeIsReadIntoACanonicalOneAndWrittenAsTheTargetHasIt() {
        EntityMappings entity = Example.entity(STATES, "text", "char(1)");

        Mapped.Ready ready = ready(entity.intoFirst(), insert(entity.second(), "A"));

        assertThat(ready.canonical())
                .isEqualTo(new Change.Insert(entity.canonical(), row("active")));
        assertThat(ready.target())
                .isEqualTo(new Change.Insert(entity.first().shape(), row("active")));
        assertThat(entity.canonical().columns().get(1).name()).isEqualTo("x");
    }

    @Test
    void aValueWithoutACounterpartIsRefusedWithoutSayingIt() {
        EntityMappings entity = Example.entity(STATES, "text", "char(1)");

        Mapped refused = entity.intoFirst().map(insert(entity.second(), "Q"));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        Mapped.Refused.class,
                        it ->
                                assertThat(it.reason())
                                        .contains("b in erp (char(1)) that 'values' lacks")
                                        .doesNotContain("Q"));
    }

    @Test
    void whatDidNotChangeNeedNotBeWritable() {
        FieldForm reject = Example.nulls(Map.of("erp", new NullPolicy.Reject()));
        EntityMappings entity = Example.entity(reject, "text", "varchar(9)");

        Mapped toNull = entity.fromFirst().map(update(entity.first(), "a", null));
        Mapped fromNull = entity.fromFirst().map(update(entity.first(), null, "a"));

        assertThat(toNull).isInstanceOf(Mapped.Refused.class);
        assertThat(fromNull).isInstanceOf(Mapped.Ready.class);
        assertThat(entity.fromFirst().map(insert(entity.first(), null)))
                .isInstanceOf(Mapped.Refused.class);
        assertThat(entity.intoFirst().map(update(entity.second(), "a", null)))
                .isInstanceOf(Mapped.Ready.class);
    }

    @Test
    void aNullThatErasesNothingSaysNothing() {
        FieldForm keep = Example.nulls(Map.of("erp", new NullPolicy.Keep()));
        EntityMappings entity = Example.entity(keep, "text", "varchar(9)");

        Mapped.Ready erased = ready(entity.fromFirst(), update(entity.first(), "a", null));
        Mapped.Ready inserted = ready(entity.fromFirst(), insert(entity.first(), null));

        assertThat(((Change.Update) erased.canonical()).after().get(1)).isEqualTo(Unchanged.UNSAID);
        assertThat(((Change.Update) erased.target()).after()).isEqualTo(row("a"));
        assertThat(((Change.Insert) inserted.target()).after()).isEqualTo(row(null));
    }

    @Test
    void anIgnoredFieldAloneIsNoChangeAndRidesAlongWithOthers() {
        FieldMapping.Carried name =
                (FieldMapping.Carried) Example.field(FieldForm.PLAIN, "text", "varchar(9)");
        FieldMapping.Carried stamp =
                (FieldMapping.Carried) Example.field(Example.ignored(), "text", "varchar(9)");
        EntityMappings entity = Example.entity(name, stamp);
        Change alone =
                new Change.Update(
                        entity.first().shape(), Row.of(1L, "a", "1"), Row.of(1L, "a", "2"));
        Change both =
                new Change.Update(
                        entity.first().shape(), Row.of(1L, "a", "2"), Row.of(1L, "b", "2"));

        Change.Update nothing = (Change.Update) ready(entity.fromFirst(), alone).target();
        Change.Update along = (Change.Update) ready(entity.fromFirst(), both).target();

        assertThat(nothing.after()).isEqualTo(nothing.before());
        assertThat(along.after()).isEqualTo(Row.of(1L, "b", "2"));
        assertThat(along.before().get(2)).isNotEqualTo("2");
        assertThat(entity.second().shape().columns().get(2).exact()).isFalse();
    }

    private static Mapped.Ready ready(EntityMapping mapping, Change change) {
        return (Mapped.Ready) mapping.map(change);
    }

    private static Change insert(SystemMapping system, @Nullable Object value) {
        return new Change.Insert(system.shape(), row(value));
    }

    private static Change update(
            SystemMapping system, @Nullable Object before, @Nullable Object after) {
        return new Change.Update(system.shape(), row(before), row(after));
    }

    private static Row row(@Nullable Object value) {
        return Row.of(1L, value);
    }
}
