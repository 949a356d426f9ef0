package dev.duet.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.mapping.EntityMappings.NamedTable;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.mapping.fields.Place;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Change;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.TableName;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DerivedConfig;
import dev.duet.schemas.config.Expression;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.types.Kind;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Derived columns: crm has the whole name, erp its two parts; and erp has a label of both sides'
/// making.
final class DerivedTest {
    private static final DerivedConfig NAME =
            new DerivedConfig(
                    "name",
                    "crm",
                    "full_name",
                    said("(first + ' ' + last).trim()"),
                    Map.of(
                            "first",
                            said(
                                    "name.contains(' ') ? name.substring(0, name.lastIndexOf(' '))"
                                            + " : ''"),
                            "last",
                            said("name.substring(name.lastIndexOf(' ') + 1)")));
    private static final DerivedConfig LABEL = label("last + ': ' + string(owed)");

    private static Expression said(String text) {
        return new Expression(text, "duet.yaml:9:9");
    }

    private static DerivedConfig label(String derive) {
        return new DerivedConfig("label", "erp", "label", said(derive), Map.of());
    }

    private static Derivations derivations(DerivedConfig... columns) {
        Map<DerivedConfig, Place> places = new LinkedHashMap<>();
        for (DerivedConfig column : columns) {
            DatabaseKind kind =
                    column.system().equals("crm") ? DatabaseKind.POSTGRES : DatabaseKind.MYSQL;
            String type = kind == DatabaseKind.POSTGRES ? "text" : "varchar(40)";
            places.put(column, place(column.system(), kind, column.column(), type));
        }
        return Derivations.of(
                fields().stream().map(FieldMapping.Present::canonical).toList(), places);
    }

    private static Place place(String system, DatabaseKind kind, String name, String type) {
        var column = new TableColumn(name, type, true, null, false, false, false, null);
        return new Place(system, kind, TypeTable.column(kind, column));
    }

    private static List<FieldMapping.Present> fields() {
        return List.of(
                FieldMapping.same(new Column("id", "bigint", Kind.INTEGER, false)),
                FieldMapping.lone(
                        new FieldConfig("first", Map.of("erp", "first_name")),
                        place("erp", DatabaseKind.MYSQL, "first_name", "varchar(20)"),
                        false),
                FieldMapping.lone(
                        new FieldConfig("last", Map.of("erp", "last_name")),
                        place("erp", DatabaseKind.MYSQL, "last_name", "varchar(20)"),
                        false),
                (FieldMapping.Present)
                        FieldMapping.of(
                                new FieldConfig(
                                        "owed",
                                        Map.of("crm", "owed", "erp", "owed"),
                                        FieldForm.PLAIN),
                                place("crm", DatabaseKind.POSTGRES, "owed", "numeric(10,2)"),
                                place("erp", DatabaseKind.MYSQL, "owed", "decimal(10,2)"),
                                false));
    }

    private static EntityMappings entity(DerivedConfig... columns) {
        Derivations derived = derivations(columns);
        assertThat(derived.wrong()).isEmpty();
        var table = new TableName("public", "person");
        return EntityMappings.of(
                "person",
                fields(),
                derived,
                Validation.NONE,
                List.of(new NamedTable("crm", table), new NamedTable("erp", table)),
                1);
    }

    private static BigDecimal owed(long number) {
        return BigDecimal.valueOf(number);
    }

    /// A row of crm: the key, what is owed, the derived name.
    private static Row crm(@Nullable Object name) {
        return Row.of(1L, owed(5), name);
    }

    private static Row erp(@Nullable Object first, @Nullable Object last) {
        return Row.of(1L, first, last, owed(5));
    }

    @ParameterizedTest
    @CsvSource({
        "Ann Lee, Ann, Lee, Ann Lee",
        "Plato, '', Plato, Plato",
        "Ann van der Lee, Ann van der, Lee, Ann van der Lee",
        "'  Ann  Lee', 'Ann ', Lee, Ann  Lee"
    })
    void oneColumnBecomesSeveral(String name, String first, String last, String again) {
        EntityMappings entity = entity(NAME);

        Change.Insert there = insert(entity.fromFirst(), crm(name));

        assertThat(entity.second().read(there.after())).isEqualTo(entity.first().read(crm(name)));
        assertThat(there.after()).isEqualTo(erp(first, last));
        assertThat(insert(entity.intoFirst(), there.after()).after()).isEqualTo(crm(again));
    }

    @Test
    void severalColumnsBecomeOneAndStayAsTheyAre() {
        EntityMappings entity = entity(NAME);

        Change.Insert there = insert(entity.intoFirst(), erp("Ann", "van der Lee"));

        assertThat(there.after()).isEqualTo(crm("Ann van der Lee"));
        assertThat(entity.first().read(there.after()))
                .isEqualTo(entity.second().read(erp("Ann", "van der Lee")));
    }

    @Test
    void noValueGivesNoneWithoutAskingTheExpression() {
        EntityMappings entity = entity(NAME);

        assertThat(insert(entity.fromFirst(), crm(null)).after()).isEqualTo(erp(null, null));
        assertThat(insert(entity.intoFirst(), erp(null, null)).after()).isEqualTo(crm(null));
        assertThat(reason(entity.intoFirst().map(inserted(entity.second(), erp("Ann", null)))))
                .contains("name", "there is no value for last")
                .doesNotContain("Ann");
    }

    /// The other part is written along: it may stand there in another form.
    @Test
    void partsAreWrittenTogether() {
        EntityMappings entity = entity(NAME);

        Change.Update there =
                update(entity.fromFirst(), crm("Ann van der Lee"), crm("Bob van der Lee"));

        assertThat(there.after()).isEqualTo(erp("Bob van der", "Lee"));
        assertThat(there.before().get(1)).isEqualTo(Unchanged.UNSAID);
        assertThat(there.before().get(2)).isEqualTo(Unchanged.UNSAID);
        assertThat(entity.second().shape().columns().get(2).exact()).isFalse();
    }

    @Test
    void aOneWayColumnFollowsWhatItIsDerivedFromAndNothingElse() {
        EntityMappings entity = entity(NAME, LABEL);

        Change.Update renamed = update(entity.fromFirst(), crm("Ann Lee"), crm("Ann Low"));
        Change.Update alone =
                update(
                        entity.intoFirst(),
                        Row.of(1L, "Ann", "Lee", owed(5), "Lee: 5"),
                        Row.of(1L, "Ann", "Lee", owed(5), "mine"));

        assertThat(renamed.after()).isEqualTo(Row.of(1L, "Ann", "Low", owed(5), "Low: 5"));
        assertThat(alone.after()).isEqualTo(alone.before());
    }

    @Test
    void whatTheLogLeavesOutIsAsItWas() {
        EntityMappings entity = entity(NAME, LABEL);
        Row before = Row.of(1L, "Ann", "Lee", owed(5), "x");
        Row after = Row.of(1L, "Eve", Unchanged.VALUE, owed(5), Unchanged.VALUE);

        assertThat(update(entity.intoFirst(), before, after).after()).isEqualTo(crm("Eve Lee"));
        assertThat(
                        update(
                                        entity.fromFirst(),
                                        crm("Ann Lee"),
                                        Row.of(1L, owed(7), Unchanged.VALUE))
                                .after())
                .isEqualTo(Row.of(1L, "Ann", "Lee", owed(7), "Lee: 7"));
    }

    @Test
    void whatHasNoAnswerIsRefusedWithoutValues() {
        EntityMappings entity = entity(NAME, label("string(1 / (size(last) - 3))"));

        assertThat(reason(entity.fromFirst().map(inserted(entity.first(), crm("Ann Lee")))))
                .isEqualTo("label: it divides by zero");
        assertThat(insert(entity.fromFirst(), crm("Ann Long")).after().get(4)).isEqualTo("1");
        assertThat(update(entity.fromFirst(), crm("Ann Lee"), crm("Ann Long")).after().get(4))
                .isEqualTo("1");
        assertThat(
                        reason(
                                entity(NAME, label("last + '" + "x".repeat(40) + "'"))
                                        .fromFirst()
                                        .map(inserted(entity.first(), crm("Lee")))))
                .contains("40");
    }

    @Test
    void anInverseThatNeverComesToRestIsRefused() {
        var longer =
                new DerivedConfig(
                        "name",
                        "crm",
                        "full_name",
                        said("first + last"),
                        Map.of("first", said("name + 'x'"), "last", said("name")));

        assertThat(
                        reason(
                                entity(longer)
                                        .fromFirst()
                                        .map(inserted(entity(longer).first(), crm("a")))))
                .contains("ever other ones");
    }

    @Test
    void whatDoesNotTypeCheckIsSaidWithItsPlaceAndItsMend() {
        assertThat(derivations(NAME, label("last + owed")).wrong())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.what())
                                    .contains("'+' cannot be asked of (string, decimal)");
                            assertThat(it.mend()).contains("string(...)");
                            assertThat(it.place()).isEqualTo("duet.yaml:9:9");
                        });
        assertThat(derivations(NAME, label("owed * 2")).wrong())
                .singleElement()
                .extracting(Derivations.Wrong::what)
                .asString()
                .contains("its result is a decimal, and column label is varchar(40)");
        assertThat(derivations(NAME, label("lost")).wrong())
                .singleElement()
                .extracting(Derivations.Wrong::mend)
                .asString()
                .contains("the fields are id, first, last, owed");
    }

    @Test
    void aColumnMayBeDerivedFromADerivedOne() {
        var shout = new DerivedConfig("shout", "erp", "shout", said("label + '!'"), Map.of());
        EntityMappings entity = entity(NAME, LABEL, shout);

        assertThat(insert(entity.fromFirst(), crm("Ann Lee")).after())
                .isEqualTo(Row.of(1L, "Ann", "Lee", owed(5), "Lee: 5", "Lee: 5!"));
    }

    /// There and back is the same record, whatever stands there; and what is written into either
    /// side is read from there again.
    @Test
    void thereAndBackIsIdentityAndLossIsStable() {
        EntityMappings entity = entity(NAME, LABEL);
        Random random = new Random(20261128);
        for (int i = 0; i < 20_000; i++) {
            Row erp = Row.of(1L, word(random), word(random), owed(random.nextInt(99)), "x");
            Row record = entity.second().read(erp);
            Row crm = entity.first().write(record);
            Row back = entity.second().write(entity.first().read(crm));

            assertThat(entity.first().read(crm)).isEqualTo(record);
            assertThat(entity.second().read(back)).isEqualTo(record);
            assertThat(entity.first().write(entity.second().read(back))).isEqualTo(crm);
            String plain = "n" + random.nextInt(9) + " m" + random.nextInt(9);
            Row whole = crm(plain);
            assertThat(entity.first().write(entity.first().read(whole))).isEqualTo(whole);
        }
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(5); length > 0; length--) {
            word.append(" abé".charAt(random.nextInt(4)));
        }
        return word.toString();
    }

    private static Change inserted(SystemMapping system, Row row) {
        return new Change.Insert(system.shape(), row);
    }

    private static Change.Insert insert(EntityMapping way, Row row) {
        return (Change.Insert) ready(way, inserted(way.source(), row)).target();
    }

    private static Change.Update update(EntityMapping way, Row before, Row after) {
        return (Change.Update)
                ready(way, new Change.Update(way.source().shape(), before, after)).target();
    }

    private static Mapped.Ready ready(EntityMapping way, Change change) {
        Mapped mapped = way.map(change);
        assertThat(mapped).isInstanceOf(Mapped.Ready.class);
        return (Mapped.Ready) mapped;
    }

    private static String reason(Mapped mapped) {
        assertThat(mapped).isInstanceOf(Mapped.Refused.class);
        return ((Mapped.Refused) mapped).reason();
    }
}
