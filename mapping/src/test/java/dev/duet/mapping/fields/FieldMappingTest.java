package dev.duet.mapping.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.mapping.Example;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.Conversion.Unmapped;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.Normalization;
import dev.duet.schemas.config.NullPolicy;
import dev.duet.schemas.config.Rounding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What the file may say of a field in columns of these types, and what single values become.
final class FieldMappingTest {
    private static final Conversion.Scale CENTS = cents(Rounding.REFUSE, Optional.empty());
    private static final ZoneId AUCKLAND = ZoneId.of("Pacific/Auckland");

    /// @param says of the reason and the mend
    record Wrong(FieldForm form, String postgres, String mysql, String says) {}

    static List<Wrong> wrong() {
        return List.of(
                new Wrong(
                        values(Map.of("1", "A", "01", "B")),
                        "integer",
                        "char(1)",
                        "is not one to one in these columns"),
                new Wrong(
                        values(Map.of("one", "A")),
                        "integer",
                        "char(1)",
                        "'one' is no value of column a in crm, which is integer"),
                new Wrong(
                        values(Map.of("one", "AB")),
                        "text",
                        "enum('A','B')",
                        "'AB' is no value of column b in erp"),
                new Wrong(Example.form(CENTS), "text", "int", "not for a in crm (text)"),
                new Wrong(Example.form(CENTS), "double precision", "int", "exact numbers"),
                new Wrong(
                        Example.form(CENTS),
                        "integer",
                        "int",
                        "write convert: { cents: 2, into: <system> }"),
                new Wrong(Example.form(zone(AUCKLAND)), "date", "datetime", "not for a in crm"),
                new Wrong(
                        Example.form(zone(AUCKLAND)),
                        "timestamp with time zone",
                        "timestamp",
                        "both columns are points in time"),
                new Wrong(
                        Example.form(zone(AUCKLAND)),
                        "timestamp without time zone",
                        "datetime",
                        "write timezone: { crm: <zone>, erp: <zone> }"),
                new Wrong(
                        Example.form(
                                new Conversion.Zones(Optional.empty(), Map.of("crm", AUCKLAND))),
                        "timestamp with time zone",
                        "datetime",
                        "it has no zone of its own"),
                new Wrong(
                        Example.form(
                                new Normalization(
                                        true, Optional.empty(), false, false, Optional.empty())),
                        "integer",
                        "int",
                        "'normalize' is for texts"),
                new Wrong(Example.truncate(3), "text", "json", "'truncate' is for texts"),
                new Wrong(
                        Example.nulls(Map.of("erp", new NullPolicy.Default("x"))),
                        "integer",
                        "int",
                        "'x' is no value of column b in erp"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatDoesNotFitTheColumnsIsRefusedWithItsMend(Wrong wrong) {
        FieldMapping mapping = Example.field(wrong.form, wrong.postgres, wrong.mysql);

        assertThat(mapping).isInstanceOf(FieldMapping.Refused.class);
        assertThat(mapping.toString()).contains(wrong.says);
    }

    /// Else the side listed first would go on being repaired: it holds another spelling than what
    /// comes back from the other one.
    @Test
    void aSpellingThatTheOtherSideDoesNotKnowIsNone() {
        FieldMapping field = Example.mysqlFirst(FieldForm.PLAIN, "uuid", "char(36)");
        FieldMapping.End erp = ((FieldMapping.Carried) field).first();
        String uuid = "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11";

        assertThat(erp.read().apply(uuid)).isEqualTo(uuid.toLowerCase(Locale.ROOT));
        assertThat(erp.read().apply("none")).isEqualTo("none");
        assertThat(erp.column().exact()).isFalse();
    }

    @Test
    void aCounterNeedsAFactorThatKeepsDifferences() {
        Conversion.Scale feet = multiply("0.3048");

        assertThat(counter(feet)).isInstanceOf(FieldMapping.Refused.class);
        assertThat(counter(CENTS))
                .isInstanceOfSatisfying(
                        FieldMapping.Carried.class,
                        it ->
                                assertThat(it.second().differences().apply(new BigDecimal("-1.5")))
                                        .isEqualTo(-150L));
    }

    private static FieldMapping counter(Conversion.Scale scale) {
        FieldMapping.Carried plain =
                (FieldMapping.Carried)
                        Example.field(FieldForm.PLAIN, "numeric(12,2)", "decimal(12,2)");
        var here = new Place("crm", DatabaseKind.POSTGRES, plain.first().column());
        FieldMapping.Carried whole =
                (FieldMapping.Carried) Example.field(FieldForm.PLAIN, "bigint", "bigint");
        var there = new Place("erp", DatabaseKind.MYSQL, whole.second().column());
        return FieldMapping.of(
                new FieldConfig("x", Map.of("crm", "a", "erp", "b"), Example.form(scale)),
                here,
                there,
                true);
    }

    /// On 5 April 2026 the clocks of Auckland went from 3:00 back to 2:00, at 14:00 UTC.
    @Test
    void aTimeThatCameTwiceIsTheFirst() {
        FieldMapping.Carried field =
                carried(Example.form(zone(AUCKLAND)), "timestamp with time zone", "datetime(6)");
        Instant first = Instant.parse("2026-04-04T13:30:00Z");
        Instant second = Instant.parse("2026-04-04T14:30:00Z");
        LocalDateTime local = LocalDateTime.parse("2026-04-05T02:30:00");

        assertThat(field.second().read().apply(local)).isEqualTo(first);
        assertThat(field.first().read().apply(second)).isEqualTo(first);
        assertThat(field.second().write().apply(first)).isEqualTo(local);
        assertThat(field.first().read().apply(first)).isEqualTo(first);
    }

    /// On 27 September 2026 they went from 2:00 to 3:00.
    @Test
    void aTimeThatWasSkippedIsTakenAsIfItHadNotBeen() {
        FieldMapping.Carried field =
                carried(Example.form(zone(AUCKLAND)), "timestamp with time zone", "datetime(6)");

        Object skipped = field.second().read().apply(LocalDateTime.parse("2026-09-27T02:30:00"));

        assertThat(skipped).isEqualTo(Instant.parse("2026-09-26T14:30:00Z"));
        assertThat(field.second().write().apply(skipped))
                .isEqualTo(LocalDateTime.parse("2026-09-27T03:30:00"));
    }

    @Test
    void anAmountIsRoundedAsTheFileSays() {
        assertThat(cents("1.005", Rounding.HALF_UP)).isEqualTo(101L);
        assertThat(cents("1.005", Rounding.HALF_EVEN)).isEqualTo(100L);
        assertThat(cents("-1.009", Rounding.DOWN)).isEqualTo(-100L);
    }

    private static Object cents(String amount, Rounding rounding) {
        FieldMapping.Carried field =
                carried(Example.form(cents(rounding, Optional.empty())), "numeric(12,4)", "bigint");
        Object canonical = field.first().read().apply(new BigDecimal(amount));
        return field.second().write().apply(canonical);
    }

    private static FieldMapping.Carried carried(FieldForm form, String postgres, String mysql) {
        return (FieldMapping.Carried) Example.field(form, postgres, mysql);
    }

    private static FieldForm values(Map<String, String> pairs) {
        return Example.form(new Conversion.Values(pairs, new Unmapped.Refuse()));
    }

    private static Conversion.Zones zone(ZoneId zone) {
        return new Conversion.Zones(Optional.of(zone), Map.of());
    }

    private static Conversion.Scale multiply(String factor) {
        return new Conversion.Scale(
                "multiply",
                factor,
                new BigDecimal(factor),
                Optional.of("erp"),
                OptionalInt.empty(),
                Rounding.REFUSE);
    }

    private static Conversion.Scale cents(Rounding rounding, Optional<String> into) {
        return new Conversion.Scale(
                "cents", "2", BigDecimal.valueOf(100), into, OptionalInt.empty(), rounding);
    }
}
