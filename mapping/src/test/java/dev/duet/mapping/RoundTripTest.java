package dev.duet.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.Conversion.Unmapped;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.Normalization;
import dev.duet.schemas.config.Normalization.Letters;
import dev.duet.schemas.config.NullPolicy;
import dev.duet.schemas.config.Rounding;
import dev.duet.schemas.types.Decimals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;

/// What every field must keep, whatever the file says of it: a canonical value that is written into
/// either system is read from there again, so that nothing is repaired for ever; and what an exact
/// column holds comes back as it was.
final class RoundTripTest {
    private static final int ROUNDS = 20_000;
    private static final ZoneId AUCKLAND = ZoneId.of("Pacific/Auckland");

    /// @param crm values of crm's column by a random number; and of erp's
    /// @param exactHere whether crm's column is exact, where that is plain; and erp's
    record Case(
            String name,
            FieldForm form,
            String postgres,
            String mysql,
            Function<Random, Object> crm,
            Function<Random, Object> erp,
            @Nullable Boolean exactHere,
            @Nullable Boolean exactThere) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        all.add(
                new Case(
                        "as typed",
                        FieldForm.PLAIN,
                        "text",
                        "varchar(20)",
                        RoundTripTest::text,
                        RoundTripTest::text,
                        true,
                        true));
        all.addAll(Respellings.cases());
        Map<String, String> pairs = Map.of("1", "A", "2", "B", "3", "C");
        for (Unmapped unmapped :
                List.of(new Unmapped.Refuse(), new Unmapped.Pass(), new Unmapped.As("2"))) {
            boolean exact = !(unmapped instanceof Unmapped.As);
            all.add(
                    new Case(
                            "values, unmapped " + unmapped,
                            Example.form(new Conversion.Values(pairs, unmapped)),
                            "text",
                            "varchar(2)",
                            random -> Integer.toString(random.nextInt(6)),
                            random -> Character.toString('A' + random.nextInt(6)),
                            exact,
                            exact));
        }
        for (Rounding rounding : Rounding.values()) {
            boolean refuse = rounding == Rounding.REFUSE;
            all.add(scale(cents(rounding), "numeric(12,2)", "bigint", 2, 0, true, true));
            all.add(scale(cents(rounding), "numeric(12,4)", "bigint", 4, 0, refuse, true));
            all.add(scale(cents(rounding), "numeric(12,1)", "bigint", 1, 0, true, refuse));
            all.add(scale(cents(rounding), "numeric", "bigint", 5, 0, refuse, true));
            all.add(scale(cents(rounding), "bigint", "decimal(12,2)", 0, 2, true, true));
            all.add(scale(currency(rounding), "numeric(12,4)", "int", 4, 0, refuse, true));
            all.add(
                    scale(
                            currency(rounding),
                            "numeric(12,4)",
                            "decimal(12,3)",
                            4,
                            3,
                            refuse,
                            refuse));
            for (String factor : List.of("1000", "0.001", "0.3048", "3", "1.8", "7.77")) {
                all.add(
                        scale(
                                multiply(factor, rounding),
                                "numeric(12,2)",
                                "decimal(12,3)",
                                2,
                                3,
                                null,
                                null));
                all.add(scale(multiply(factor, rounding), "integer", "int", 0, 0, null, null));
                all.add(scale(multiply(factor, rounding), "numeric", "int", 3, 0, null, null));
            }
        }
        all.add(zone(new Conversion.Zones(Optional.of(AUCKLAND), Map.of()), false, true, false));
        all.add(zone(new Conversion.Zones(Optional.of(AUCKLAND), Map.of()), true, false, false));
        all.add(
                zone(
                        new Conversion.Zones(
                                Optional.empty(),
                                Map.of("crm", ZoneId.of("Europe/Berlin"), "erp", AUCKLAND)),
                        true,
                        true,
                        false));
        all.add(
                zone(
                        new Conversion.Zones(Optional.empty(), Map.of("erp", ZoneId.of("+12:45"))),
                        false,
                        true,
                        true));
        for (Optional<Letters> letters :
                List.of(
                        Optional.<Letters>empty(),
                        Optional.of(Letters.LOWER),
                        Optional.of(Letters.UPPER))) {
            for (boolean nfc : new boolean[] {false, true}) {
                var normal = new Normalization(true, letters, nfc, false, Optional.empty());
                all.add(text("normalize " + normal.text(), Example.form(normal)));
                all.add(
                        text(
                                "cut and normalize " + normal.text(),
                                new FieldForm(
                                        Optional.empty(),
                                        normal,
                                        OptionalInt.of(5),
                                        Map.of(),
                                        false)));
            }
        }
        all.add(text("cut", Example.truncate(4)));
        all.add(
                new Case(
                        "addresses",
                        Example.form(
                                new Normalization(
                                        false, Optional.empty(), true, true, Optional.empty())),
                        "text",
                        "varchar(40)",
                        random -> text(random) + "@" + text(random),
                        random -> text(random) + "@" + text(random),
                        false,
                        false));
        all.add(
                new Case(
                        "telephones",
                        Example.form(
                                new Normalization(
                                        false, Optional.empty(), false, false, Optional.of("NZ"))),
                        "text",
                        "varchar(40)",
                        RoundTripTest::phone,
                        RoundTripTest::phone,
                        false,
                        false));
        all.add(nulls("blank there", Map.of("erp", new NullPolicy.Default("a")), false, false));
        all.add(
                nulls(
                        "blanks on both",
                        Map.of(
                                "crm", new NullPolicy.Default("b"),
                                "erp", new NullPolicy.Default("a")),
                        false,
                        false));
        all.add(nulls("kept there", Map.of("erp", new NullPolicy.Keep()), false, true));
        all.add(nulls("rejected there", Map.of("erp", new NullPolicy.Reject()), true, true));
        return all;
    }

    private static Case nulls(
            String name, Map<String, NullPolicy> nulls, boolean exactHere, boolean exactThere) {
        Function<Random, @Nullable Object> values =
                random -> {
                    int at = random.nextInt(4);
                    return at == 0 ? null : Character.toString('a' + at - 1);
                };
        return new Case(
                "null " + name,
                Example.nulls(nulls),
                "text",
                "varchar(20)",
                values,
                values,
                exactHere,
                exactThere);
    }

    private static Case text(String name, FieldForm form) {
        return new Case(
                name,
                form,
                "text",
                "varchar(12)",
                RoundTripTest::text,
                RoundTripTest::text,
                false,
                false);
    }

    private static Case zone(
            Conversion zones, boolean naiveHere, boolean naiveThere, boolean exact) {
        return new Case(
                zones.text() + (naiveHere ? " here" : "") + (naiveThere ? " there" : ""),
                Example.form(zones),
                naiveHere ? "timestamp without time zone" : "timestamp with time zone",
                naiveThere ? "datetime(6)" : "timestamp(6)",
                random -> moment(random, naiveHere),
                random -> moment(random, naiveThere),
                exact,
                exact);
    }

    private static Conversion.Scale cents(Rounding rounding) {
        return new Conversion.Scale(
                "cents",
                "2",
                BigDecimal.valueOf(100),
                Optional.empty(),
                OptionalInt.empty(),
                rounding);
    }

    private static Conversion.Scale currency(Rounding rounding) {
        return new Conversion.Scale(
                "currency",
                "NZD",
                BigDecimal.valueOf(100),
                Optional.empty(),
                OptionalInt.of(2),
                rounding);
    }

    private static Conversion.Scale multiply(String factor, Rounding rounding) {
        return new Conversion.Scale(
                "multiply",
                factor,
                new BigDecimal(factor),
                Optional.of("erp"),
                OptionalInt.empty(),
                rounding);
    }

    private static Case scale(
            Conversion.Scale scale,
            String postgres,
            String mysql,
            int digitsHere,
            int digitsThere,
            @Nullable Boolean exactHere,
            @Nullable Boolean exactThere) {
        return new Case(
                scale.text() + " " + postgres + " " + mysql,
                Example.form(scale),
                postgres,
                mysql,
                random -> number(random, digitsHere, postgres),
                random -> number(random, digitsThere, mysql),
                exactHere,
                exactThere);
    }

    private static Object number(Random random, int digits, String type) {
        long value =
                random.nextInt(2) == 0 ? random.nextInt(-30, 30) : random.nextInt(-99_999, 99_999);
        return type.contains("int")
                ? (Object) value
                : Decimals.normal(BigDecimal.valueOf(value, digits));
    }

    private static Object moment(Random random, boolean naive) {
        // around both changes of the clock of 2026 in Auckland (5 April, 27 September) and Berlin
        Instant near =
                Instant.parse(
                        List.of(
                                        "2026-04-04T14:00:00Z",
                                        "2026-09-26T14:00:00Z",
                                        "2026-03-29T01:00:00Z",
                                        "2026-10-25T01:00:00Z",
                                        "2026-01-01T00:00:00Z")
                                .get(random.nextInt(5)));
        Instant at = near.plusSeconds(random.nextInt(-50_000, 50_000));
        return naive ? LocalDateTime.ofInstant(at, ZoneOffset.UTC) : at;
    }

    private static String text(Random random) {
        String[] parts = {
            " ", "a", "B", "é", "e\u0301", "ß", "İ", "\u00a0", "Å", "A\u030a", "ﬁ", "\u2003", "😀",
            "Σ", "ς", "x", "ŉ", "ΐ", "\u0301"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(9); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    private static String phone(Random random) {
        String[] parts = {"+64 ", "09 ", "(21) ", "0800 ", "+49", "+39 0", "-", " ", "ext 5", "A"};
        StringBuilder text = new StringBuilder(parts[random.nextInt(parts.length)]);
        for (int i = 4 + random.nextInt(8); i > 0; i--) {
            text.append(
                    random.nextInt(12) == 0
                            ? parts[random.nextInt(parts.length)]
                            : Integer.toString(random.nextInt(10)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsWrittenIsReadAgainAndWhatIsExactComesBack(Case at) {
        EntityMappings entity = Example.entity(at.form, at.postgres, at.mysql);
        Random random = new Random(at.name.hashCode());
        int carried = 0;

        for (int round = 0; round < ROUNDS; round++) {
            carried += there(entity.first(), entity.second(), at.crm.apply(random));
            carried += there(entity.second(), entity.first(), at.erp.apply(random));
        }

        assertThat(carried).as("values that go over").isGreaterThan(ROUNDS / 50);
        assertExact(entity.first(), at.exactHere);
        assertExact(entity.second(), at.exactThere);
    }

    private static void assertExact(SystemMapping system, @Nullable Boolean exact) {
        if (exact != null) {
            assertThat(system.shape().columns().get(1).exact()).isEqualTo(exact);
        }
    }

    /// @return 1 when the value goes over
    private static int there(SystemMapping source, SystemMapping target, @Nullable Object value) {
        Row row = Row.of(1L, value);
        Row record;
        Row there;
        Row back;
        try {
            record = source.read(row);
            there = target.write(record);
            back = source.write(record); // a normal form may be longer
        } catch (CannotConvert _) {
            return 0;
        }
        assertThat(said(target.read(there), record)).as("there: %s", value).isEqualTo(record);
        assertThat(said(source.read(back), record)).as("back: %s", value).isEqualTo(record);
        if (source.shape().columns().get(1).exact()) {
            assertThat(back).as("as it was: %s", value).isEqualTo(row);
        }
        return 1;
    }

    /// What says nothing differs from nothing.
    private static Row said(Row read, Row wanted) {
        return read.get(1) instanceof Unchanged || wanted.get(1) instanceof Unchanged
                ? wanted
                : read;
    }
}
