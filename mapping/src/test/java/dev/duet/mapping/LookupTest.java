package dev.duet.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.mapping.fields.FieldMapping;
import dev.duet.mapping.fields.Place;
import dev.duet.mapping.fields.Reference;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.types.Kind;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A column of keys of a reference table, beside one that holds the value itself.
final class LookupTest {
    private static final Column CODE = new Column("code", "text", Kind.TEXT, true);
    private static final Column NUMBER = new Column("country_id", "smallint", Kind.INTEGER, true);
    private static final Column ID = new Column("id", "int", Kind.INTEGER, false);
    private static final Column ISO = new Column("iso", "varchar(2)", Kind.TEXT, false);

    private final Countries countries = new Countries(ID, ISO);

    /// Rows that come and go; `XX` stands for two keys.
    private record Countries(Map<Object, Object> rows, Column key, Column value)
            implements Reference {
        Countries(Column key, Column value) {
            this(new HashMap<>(Map.of(64L, "NZ", 49L, "DE", 100_000L, "AQ")), key, value);
        }

        @Override
        public String name() {
            return "erp.country";
        }

        @Override
        public Found valueOf(Object asked) {
            return found(rows.get(asked));
        }

        @Override
        public Found keyOf(Object asked) {
            return asked.equals("XX")
                    ? new Found.Several()
                    : found(
                            rows.entrySet().stream()
                                    .filter(row -> row.getValue().equals(asked))
                                    .map(Map.Entry::getKey)
                                    .findFirst()
                                    .orElse(null));
        }

        private static Found found(@Nullable Object other) {
            return other == null ? new Found.None() : new Found.One(other);
        }
    }

    private FieldMapping mapping(Reference reference) {
        return FieldMapping.of(
                new FieldConfig("country", Map.of("crm", "code", "erp", "country_id")),
                new Place("crm", DatabaseKind.POSTGRES, CODE),
                new Place("erp", DatabaseKind.MYSQL, NUMBER).with(reference),
                false);
    }

    private FieldMapping.Carried field() {
        return (FieldMapping.Carried) mapping(countries);
    }

    private EntityMappings entity() {
        return Example.entity(field());
    }

    @Test
    void theFieldIsWhatTheTableHasBesideTheKey() {
        FieldMapping.End erp = field().second();

        assertThat(field().canonical()).isEqualTo(new Column("country", "text", Kind.TEXT, true));
        assertThat(erp.read().apply(64L)).isEqualTo("NZ");
        assertThat(erp.write().apply("NZ")).isEqualTo(64L);
        assertThat(erp.column().exact()).isFalse();
        assertThat(entity().second().read(Row.of(1L, null))).isEqualTo(Row.of(1L, null));
        assertThat(entity().second().write(Row.of(1L, null))).isEqualTo(Row.of(1L, null));
    }

    @Test
    void whatTheTableDoesNotKnowWaitsForItsRow() {
        FieldMapping.End erp = field().second();

        assertThatThrownBy(() -> erp.write().apply("FR"))
                .hasMessageContaining("country: erp.country has no row where iso is exactly 'FR'")
                .asInstanceOf(InstanceOfAssertFactories.type(CannotConvert.class))
                .matches(CannotConvert::isAwaiting);
        assertThatThrownBy(() -> erp.read().apply(33L))
                .hasMessageContaining("has no row where id is exactly '33': add it")
                .asInstanceOf(InstanceOfAssertFactories.type(CannotConvert.class))
                .matches(CannotConvert::isAwaiting);
        assertThatThrownBy(() -> erp.write().apply("XX"))
                .hasMessageContaining("id and iso are not one to one in the rows of erp.country");
        assertThat(insert("FR"))
                .asInstanceOf(InstanceOfAssertFactories.type(Mapped.Refused.class))
                .returns(Mapped.Refused.NO_REFERENCE, Mapped.Refused::code);
        countries.rows.put(33L, "FR");
        assertThat(insert("FR")).isInstanceOf(Mapped.Ready.class);
    }

    @Test
    void aKeyThatTheColumnCannotHoldIsRefusedForGood() {
        assertThat(insert("AQ"))
                .asInstanceOf(InstanceOfAssertFactories.type(Mapped.Refused.class))
                .returns(Mapped.Refused.CANNOT_MAP, Mapped.Refused::code);
    }

    @Test
    void whatTheColumnHeldBeforeNeedNotBeKnown() {
        EntityMapping map = entity().fromFirst();
        Change known = update("FR", "NZ");
        Change gone = update("FR", null);

        assertThat(((Mapped.Ready) map.map(known)).target())
                .isEqualTo(
                        new Change.Update(
                                map.target().shape(),
                                Row.of(1L, Unchanged.UNSAID),
                                Row.of(1L, 64L)));
        assertThat(((Mapped.Ready) map.map(gone)).target())
                .isEqualTo(
                        new Change.Update(
                                map.target().shape(),
                                Row.of(1L, Unchanged.UNSAID),
                                Row.of(1L, null)));
        assertThat(map.map(new Change.Delete(map.source().shape(), Row.of(1L, "FR"))))
                .isInstanceOf(Mapped.Ready.class);
    }

    @Test
    void tablesThatDoNotFitAreRefused() {
        assertThat(mapping(new Countries(ISO, new Column("name", "varchar(9)", Kind.TEXT, true))))
                .hasToString(
                        "Refused[reason=country_id in erp (smallint) does not refer to iso of"
                                + " erp.country, which is varchar(2), mend=name a key of the same"
                                + " type]");
        assertThat(mapping(new Countries(ID, new Column("iso", "json", Kind.JSON, true))))
                .isInstanceOf(FieldMapping.Refused.class);
    }

    /// It is read several times, beside what was decided about each change at first.
    @Test
    void aLargeTransactionIsTheSameEachTimeItIsRead() {
        Change late = insertOf(2L, "FR");
        Change first = insertOf(1L, "NZ");
        EntityMapping map = entity().fromFirst();
        LargeMapping large = new LargeMapping(Changes.of(List.of(late, first, late)), map::map);
        countries.rows.put(33L, "FR");

        assertThat(large)
                .extracting(mapped -> mapped instanceof Mapped.Ready)
                .containsExactly(false, true, false);
        assertThat(large.as(Mapped.Ready::canonical))
                .containsExactly(new Change.Insert(map.source().canonical(), Row.of(1L, "NZ")));
    }

    @Test
    void aLargeTransactionThatReadsOtherwiseIsNotWritten() {
        EntityMapping map = entity().fromFirst();
        LargeMapping large = new LargeMapping(Changes.of(List.of(insertOf(1L, "NZ"))), map::map);
        countries.rows.clear();

        assertThatThrownBy(() -> large.forEach(mapped -> {}))
                .hasMessageContaining("put that back, or restart 'duet run'");
    }

    private Mapped insert(String code) {
        return entity().fromFirst().map(insertOf(1L, code));
    }

    private Change insertOf(long id, String code) {
        return new Change.Insert(entity().first().shape(), Row.of(id, code));
    }

    private Change update(@Nullable String before, @Nullable String after) {
        return new Change.Update(entity().first().shape(), Row.of(1L, before), Row.of(1L, after));
    }
}
