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
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.Expression;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.Rounding;
import dev.duet.schemas.config.ValidationRule;
import dev.duet.schemas.config.ValidationRule.Quarantine;
import dev.duet.schemas.config.ValidationRule.Reject;
import dev.duet.schemas.config.ValidationRule.Repair;
import dev.duet.schemas.config.ValidationRule.Severity;
import dev.duet.schemas.config.ValidationRule.Warn;
import dev.duet.schemas.types.Kind;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/// Rules over a thing with a state, a price and a number of pieces.
final class ValidationTest {
    private static final Severity QUARANTINE = new Quarantine();

    private static List<FieldMapping.Present> fields(FieldForm price, String inCrm, String inErp) {
        return List.of(
                FieldMapping.same(new Column("id", "bigint", Kind.INTEGER, false)),
                field("state", FieldForm.PLAIN, "text", "varchar(20)"),
                field("price", price, inCrm, inErp),
                field("pieces", FieldForm.PLAIN, "integer", "int"));
    }

    private static List<FieldMapping.Present> fields() {
        return fields(FieldForm.PLAIN, "numeric(10,2)", "decimal(10,2)");
    }

    private static FieldMapping.Present field(
            String name, FieldForm form, String postgres, String mysql) {
        return (FieldMapping.Present)
                FieldMapping.of(
                        new FieldConfig(name, Map.of("crm", name, "erp", name), form),
                        place("crm", DatabaseKind.POSTGRES, name, postgres),
                        place("erp", DatabaseKind.MYSQL, name, mysql),
                        false);
    }

    private static Place place(String system, DatabaseKind kind, String name, String type) {
        var column = new TableColumn(name, type, true, null, false, false, false, null);
        return new Place(system, kind, TypeTable.column(kind, column));
    }

    private static ValidationRule rule(String test, Severity severity) {
        return new ValidationRule("r", said(test), "as it should be", severity);
    }

    private static Severity repair(String field, String value) {
        return new Repair(Map.of(field, said(value)));
    }

    private static Expression said(String text) {
        return new Expression(text, "duet.yaml:9:9");
    }

    private static EntityMappings entity(
            List<FieldMapping.Present> fields, ValidationRule... rules) {
        Validation.Compiled compiled = Validation.of(fields, List.of(rules));
        assertThat(compiled.wrong()).isEmpty();
        var table = new TableName("public", "thing");
        return EntityMappings.of(
                "thing",
                fields,
                Derivations.NONE,
                compiled.rules(),
                List.of(new NamedTable("crm", table), new NamedTable("erp", table)),
                1);
    }

    private static Row row(
            @Nullable Object state, @Nullable Integer price, @Nullable Integer pieces) {
        return Row.of(
                1L,
                state,
                price == null ? null : BigDecimal.valueOf(price),
                pieces == null ? null : Long.valueOf(pieces));
    }

    private static Mapped inserted(EntityMappings entity, Row row) {
        return entity.fromFirst().map(new Change.Insert(entity.first().shape(), row));
    }

    private static Mapped updated(EntityMappings entity, Row before, Row after) {
        return entity.fromFirst().map(new Change.Update(entity.first().shape(), before, after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            nullValues = "null",
            value = {
                "price >= 0; a; 0; 1; true",
                "price >= 0; a; -1; 1; false",
                "price >= 0; a; null; 1; true",
                "price >= 0.5; a; 0; 1; false",
                "price != null; a; null; 1; false",
                "price != null; a; 0; 1; true",
                "state != ''; \"\"; 0; 1; false",
                "state != ''; null; 0; 1; true",
                "price >= 0 || state == 'a'; a; null; 1; true",
                "price >= 0 || state == 'a'; b; null; 1; true",
                "price >= 0 && state == 'a'; b; null; 1; false",
                "price >= 0 && state == 'a'; a; null; 1; true",
                "state != 'sold' || price != null; sold; null; 1; false",
                "state.size() > 1; null; 0; 1; true",
                "state.matches('^[a-z]+$'); null; 0; 1; true",
                "state.matches('^[a-z]+$'); A; 0; 1; false",
                "price / pieces > 1; a; 5; 0; false",
                "price / pieces > 1; a; 5; null; true",
                "pieces >= 0 && pieces <= 10; a; 0; 11; false",
                "pieces >= 0 && pieces <= 10.5; a; 0; 10; true",
                "pieces >= 0 && pieces <= 10.5; a; 0; 11; false",
                "'pieces' in ['a']; a; 0; 1; false"
            })
    void aRuleIsLikeACheckConstraint(
            String test,
            @Nullable String state,
            @Nullable Integer price,
            @Nullable Integer pieces,
            boolean holds) {
        Mapped mapped =
                inserted(entity(fields(), rule(test, QUARANTINE)), row(state, price, pieces));

        assertThat(mapped).isInstanceOf(holds ? Mapped.Ready.class : Mapped.Refused.class);
    }

    @Test
    void aRefusedRecordSaysTheRuleAndWhyItHasNoAnswer() {
        EntityMappings entity = entity(fields(), rule("price / pieces > 1", QUARANTINE));

        assertThat(inserted(entity, row("a", 1, 2)))
                .isInstanceOfSatisfying(
                        Mapped.Refused.class,
                        it -> {
                            assertThat(it.code()).isEqualTo("r");
                            assertThat(it.reason()).isEqualTo("r: as it should be");
                            assertThat(it.rejected()).isFalse();
                        });
        assertThat(((Mapped.Refused) inserted(entity, row("a", 1, 0))).reason())
                .isEqualTo("r: as it should be (it divides by zero)");
    }

    @Test
    void allThatIsBrokenIsSaidAndTheHardestCounts() {
        EntityMappings entity =
                entity(
                        fields(),
                        new ValidationRule("one", said("price > 0"), "one", new Warn()),
                        new ValidationRule("two", said("price > 1"), "two", QUARANTINE),
                        new ValidationRule("three", said("price > 2"), "three", new Reject()));

        assertThat(inserted(entity, row("a", 0, 0)))
                .isInstanceOfSatisfying(
                        Mapped.Refused.class,
                        it -> {
                            assertThat(it.code()).isEqualTo("three");
                            assertThat(it.reason()).isEqualTo("two: two; three: three");
                            assertThat(it.rejected()).isTrue();
                        });
    }

    @Test
    void whatIsWarnedOfGoesOver() {
        EntityMappings entity = entity(fields(), rule("price > 0", new Warn()));

        assertThat(inserted(entity, row("a", 0, 0)))
                .isInstanceOfSatisfying(
                        Mapped.Ready.class,
                        it ->
                                assertThat(it.warnings())
                                        .singleElement()
                                        .satisfies(
                                                one ->
                                                        assertThat(one.reason())
                                                                .isEqualTo("r: as it should be")));
    }

    @Test
    void whatChangesNothingOrDeletesIsNotAsked() {
        EntityMappings entity = entity(fields(), rule("price > 0", QUARANTINE));
        Row bad = row("a", 0, 0);

        assertThat(updated(entity, bad, bad)).isInstanceOf(Mapped.Ready.class);
        assertThat(entity.fromFirst().map(new Change.Delete(entity.first().shape(), bad)))
                .isInstanceOf(Mapped.Ready.class);
        assertThat(updated(entity, bad, row("b", 0, 0))).isInstanceOf(Mapped.Refused.class);
        assertThat(updated(entity, bad, row("b", 1, 0))).isInstanceOf(Mapped.Ready.class);
    }

    @Test
    void aValueThatTheLogLeavesOutIsWhatItWas() {
        EntityMappings entity = entity(fields(), rule("state == 'a'", QUARANTINE));
        Row before = row("a", 1, 1);
        Row after = Row.of(1L, Unchanged.VALUE, BigDecimal.TWO, 1L);

        assertThat(updated(entity, before, after)).isInstanceOf(Mapped.Ready.class);
        assertThat(updated(entity, row("b", 1, 1), after)).isInstanceOf(Mapped.Refused.class);
    }

    @Test
    void aRecordOfWhichTooLittleIsKnownIsNotAsked() {
        EntityMappings entity = entity(fields(), rule("state == 'a' && price > 0", QUARANTINE));

        assertThat(entity.validation().refusal(Row.of(1L, "b", Unchanged.UNSAID, 1L))).isEmpty();
        assertThat(entity.validation().refusal(row("b", 1, 1))).isPresent();
    }

    @Test
    void theReadingOfALogAsksNothing() {
        EntityMappings entity = entity(fields(), rule("price > 0", QUARANTINE));
        Change change = new Change.Insert(entity.first().shape(), row("a", 0, 0));

        assertThat(entity.fromFirst().read(change)).isInstanceOf(Mapped.Ready.class);
    }

    @Test
    void aRepairedRecordIsWhatCountsOnBothSides() {
        EntityMappings entity = entity(fields(), rule("price >= 0", repair("price", "0")));

        assertThat(inserted(entity, row("a", -5, 1)))
                .isInstanceOfSatisfying(
                        Mapped.Ready.class,
                        it -> {
                            assertThat(it.canonical())
                                    .isEqualTo(
                                            new Change.Insert(entity.canonical(), row("a", 0, 1)));
                            assertThat(it.target())
                                    .isEqualTo(
                                            new Change.Insert(
                                                    entity.second().shape(), row("a", 0, 1)));
                        });
        assertThat(entity.first().read(row("a", -5, 1))).isEqualTo(row("a", 0, 1));
        assertThat(entity.second().read(row("a", -7, 1))).isEqualTo(row("a", 0, 1));
        assertThat(inserted(entity, row("a", null, 1))).isInstanceOf(Mapped.Ready.class);
    }

    @Test
    void aChangeFromOneBadValueToAnotherIsNone() {
        EntityMappings entity = entity(fields(), rule("price >= 0", repair("price", "0")));

        assertThat(((Mapped.Ready) updated(entity, row("a", -5, 1), row("a", -6, 1))).canonical())
                .isEqualTo(new Change.Update(entity.canonical(), row("a", 0, 1), row("a", 0, 1)));
    }

    @Test
    void aColumnThatIsRepairedIsNotGuardedAndIsWrittenWithWhatItDependsOn() {
        EntityMappings entity =
                entity(
                        fields(),
                        rule("state != 'free' || price == decimal(0)", repair("price", "0")));

        assertThat(entity.second().shape().columns().get(2).exact()).isFalse();
        assertThat(entity.second().shape().columns().get(1).exact()).isTrue();
        Change.Update there =
                (Change.Update)
                        ((Mapped.Ready) updated(entity, row("new", 3, 1), row("sold", 3, 1)))
                                .target();
        assertThat(there.before().get(2)).isEqualTo(Unchanged.UNSAID);
        assertThat(there.after()).isEqualTo(row("sold", 3, 1));
    }

    @Test
    void aRepairThatDoesNotHelpHoldsTheRecordAndItIsReadAsItStands() {
        EntityMappings entity = entity(fields(), rule("price >= 0", repair("price", "price - 1")));

        assertThat(inserted(entity, row("a", -5, 1))).isInstanceOf(Mapped.Refused.class);
        assertThat(entity.first().read(row("a", -5, 1))).isEqualTo(row("a", -5, 1));
    }

    @Test
    void aRepairSetsWhatBothSystemsCanTell() {
        FieldForm currency =
                Example.form(
                        new Conversion.Scale(
                                "currency",
                                "NZD",
                                BigDecimal.valueOf(100),
                                Optional.empty(),
                                OptionalInt.of(2),
                                Rounding.HALF_UP));
        EntityMappings entity =
                entity(
                        fields(currency, "numeric(10,4)", "decimal(10,4)"),
                        rule("price >= 0", repair("price", "decimal('0.12345')")));

        assertThat(entity.first().read(row("a", -5, 1)).get(2)).isEqualTo(new BigDecimal("0.12"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void thereAndBackIsTheSame(long seed) {
        EntityMappings entity =
                entity(
                        fields(),
                        new ValidationRule("a", said("state != ''"), "a", repair("state", "'new'")),
                        new ValidationRule(
                                "b",
                                said("state != 'free' || price == decimal(0)"),
                                "b",
                                new Repair(
                                        Map.of(
                                                "price",
                                                said("0"),
                                                "pieces",
                                                said("pieces == null ? 1 : pieces")))),
                        new ValidationRule(
                                "c", said("pieces >= 0"), "c", repair("pieces", "-pieces")));
        Random random = new Random(seed);
        List<Object> states = new ArrayList<>(List.of("", "free", "new", "sold"));
        for (int i = 0; i < 500; i++) {
            Row row =
                    row(
                            states.get(random.nextInt(states.size())),
                            random.nextInt(5) == 0 ? null : random.nextInt(-2, 3),
                            random.nextInt(5) == 0 ? null : random.nextInt(-2, 3));
            Row record = entity.first().read(row);

            assertThat(entity.validation().refusal(record)).isEmpty();
            assertThat(entity.first().read(entity.first().write(record))).isEqualTo(record);
            assertThat(entity.second().read(entity.second().write(record))).isEqualTo(record);
        }
    }

    @Test
    void aMergedRecordThatWouldBeReadOtherwiseIsRefused() {
        EntityMappings entity =
                entity(
                        fields(),
                        rule("state != 'free' || price == decimal(0)", repair("price", "0")));

        assertThat(entity.validation().refusal(row("free", 7, 1))).isPresent();
        assertThat(entity.validation().refusal(row("free", 0, 1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "price; its result is a decimal, and a rule holds or does not",
                "price > 'a'; '>' cannot be asked of (decimal, string)",
                "lost > 1; 'lost' is neither a field that it can use nor a function"
            })
    void aRuleThatDoesNotFitItsTypesIsWrong(String test, String what) {
        assertThat(Validation.of(fields(), List.of(rule(test, QUARANTINE))).wrong())
                .singleElement()
                .satisfies(it -> assertThat(it.what()).contains(what));
    }

    @Test
    void aRepairOfAnotherTypeIsWrong() {
        assertThat(
                        Validation.of(fields(), List.of(rule("price > 0", repair("price", "'a'"))))
                                .wrong())
                .singleElement()
                .satisfies(it -> assertThat(it.what()).contains("its result is a string"));
    }
}
