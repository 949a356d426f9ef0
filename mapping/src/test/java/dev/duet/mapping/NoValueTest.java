package dev.duet.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.mapping.EntityMappings.Part;
import dev.duet.mapping.EntityMappings.Presence;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.Unreadable;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.NullPolicy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/// A part with an e-mail address and a phone number: in the system listed first a row of others, in
/// the other a table of its own.
final class NoValueTest {
    private static final EntityMappings PART = part(FieldForm.PLAIN, Map.of());

    private static EntityMappings part(FieldForm form, Map<String, BitSet> owned) {
        FieldMapping.Present email =
                (FieldMapping.Present) Example.field(form, "text", "varchar(99)");
        FieldMapping.Present phone =
                (FieldMapping.Present) Example.field(FieldForm.PLAIN, "text", "varchar(99)");
        return Example.entity(new Presence(Map.of(), new Part("crm", owned)), email, phone);
    }

    @Test
    void theFirstValueMakesItAndTheLastTakesIt() {
        for (EntityMapping way : List.of(PART.fromFirst(), PART.intoFirst())) {
            assertThat(there(way, update(way, null, null, "e", null)))
                    .isEqualTo(new Change.Insert(way.target().shape(), Row.of(1L, "e", null)));
            assertThat(there(way, update(way, "e", null, null, "p")))
                    .isInstanceOf(Change.Update.class);
            assertThat(there(way, update(way, null, "p", null, null)))
                    .isEqualTo(new Change.Delete(way.target().shape(), Row.of(1L, null, "p")));
        }
    }

    @Test
    void aRowWithoutAValueIsNothing() {
        for (EntityMapping way : List.of(PART.fromFirst(), PART.intoFirst())) {
            Row none = Row.of(1L, null, null);
            for (Change change :
                    List.of(
                            new Change.Insert(way.source().shape(), none),
                            new Change.Delete(way.source().shape(), none),
                            update(way, null, null, null, null),
                            new Change.KeyChange(
                                    way.source().shape(), none, Row.of(2L, null, null)))) {
                assertThat(way.map(change)).isEqualTo(new Mapped.Passed(change));
                assertThat(way.read(change)).isEqualTo(new Mapped.Passed(change));
            }
            assertThat(way.record(none)).isNull();
            assertThat(way.isHidden(none)).isTrue();
            assertThat(way.isHidden(Row.of(1L, null, "p"))).isFalse();
        }
    }

    @Test
    void aRowWithAValueIsWhatItsRowIs() {
        EntityMapping way = PART.fromFirst();
        Row some = Row.of(1L, "e", null);

        assertThat(there(way, new Change.Insert(way.source().shape(), some)))
                .isInstanceOf(Change.Insert.class);
        assertThat(there(way, new Change.Delete(way.source().shape(), some)))
                .isInstanceOf(Change.Delete.class);
        assertThat(
                        there(
                                way,
                                new Change.KeyChange(
                                        way.source().shape(), some, Row.of(2L, "e", null))))
                .isInstanceOf(Change.KeyChange.class);
        assertThat(
                        there(
                                way,
                                new Change.KeyChange(
                                        way.source().shape(), some, Row.of(2L, null, null))))
                .isInstanceOf(Change.Delete.class);
    }

    @Test
    void aLargeValueThatTheLogLeftOutIsThere() {
        EntityMapping way = PART.fromFirst();

        assertThat(there(way, update(way, "e", "large", null, Unchanged.VALUE)))
                .isInstanceOf(Change.Update.class);
    }

    @Test
    void whatCannotBeReadIsThere() {
        EntityMapping way = PART.fromFirst();
        Unreadable broken = new Unreadable("broken");

        assertThat(way.map(update(way, null, null, null, broken)))
                .isInstanceOf(Mapped.Refused.class);
        assertThat(way.isHidden(Row.of(1L, broken, null))).isFalse();
    }

    @Test
    void aDeleteEmptiesTheSharedRowAndDeletesTheOther() {
        Absence shared = PART.first().absence().orElseThrow();
        Absence own = PART.second().absence().orElseThrow();

        assertThat(shared.gone(Row.of(1L, "e", "p"))).isEqualTo(Row.of(1L, null, null));
        assertThat(shared.said()).isEqualTo(bits(1, 2));
        assertThat(shared.needsRow()).isTrue();
        assertThat(own.said()).isEqualTo(new BitSet());
        assertThat(own.needsRow()).isFalse();
    }

    @Test
    void whatStandsForNoValueIsNone() {
        FieldForm blank = Example.nulls(Map.of("crm", new NullPolicy.Default("-")));
        EntityMappings part = part(blank, Map.of());
        Absence shared = part.first().absence().orElseThrow();

        assertThat(shared.isAbsent(Row.of(1L, "-", null))).isTrue();
        assertThat(shared.gone(Row.of(1L, "e", "p"))).isEqualTo(Row.of(1L, "-", null));
    }

    @Test
    void whatTheOtherSideOwnsNeitherMakesNorTakesIt() {
        EntityMapping way = part(FieldForm.PLAIN, Map.of("erp", bits(1))).fromFirst();

        assertThat(there(way, update(way, null, null, "e", null)))
                .isInstanceOf(Change.Update.class);
        assertThat(there(way, update(way, "e", null, null, null)))
                .isInstanceOf(Change.Update.class);
        assertThat(there(way, update(way, "e", "p", null, null))).isInstanceOf(Change.Update.class);
        assertThat(there(way, update(way, null, "p", null, null)))
                .isInstanceOf(Change.Delete.class);
        assertThat(there(way, update(way, null, null, "e", "p"))).isInstanceOf(Change.Insert.class);
        assertThat(there(way, new Change.Delete(way.source().shape(), Row.of(1L, "e", null))))
                .isInstanceOf(Change.Delete.class);
    }

    @Test
    void theOwnersOwnSideMakesAndTakesIt() {
        EntityMapping way = part(FieldForm.PLAIN, Map.of("crm", bits(1))).fromFirst();

        assertThat(there(way, update(way, null, null, "e", null)))
                .isInstanceOf(Change.Insert.class);
        assertThat(there(way, update(way, "e", null, null, null)))
                .isInstanceOf(Change.Delete.class);
    }

    private static BitSet bits(int... some) {
        BitSet bits = new BitSet();
        for (int i : some) {
            bits.set(i);
        }
        return bits;
    }

    private static Change there(EntityMapping way, Change change) {
        return ((Mapped.Ready) way.map(change)).target();
    }

    private static Change update(
            EntityMapping way,
            @Nullable Object email,
            @Nullable Object phone,
            @Nullable Object emailAfter,
            @Nullable Object phoneAfter) {
        return new Change.Update(
                way.source().shape(), Row.of(1L, email, phone), Row.of(1L, emailAfter, phoneAfter));
    }
}
