package dev.duet.deploy.config;

import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.Conversion.Unmapped;
import dev.duet.schemas.config.Rounding;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads `values` with `unmapped`, `convert`, `timezone`, `crosswalk` and `references` of a field.
final class ConversionReader {
    private static final int CENTS_MAX = 18;
    private static final String VALUES = "write values: { <%s's>: <%s's>, ... }";
    private static final List<String> UNITS = List.of("cents", "multiply", "currency");

    private final PerSystem perSystem;
    private final CrosswalkReader crosswalks;
    private final Reading reading;

    ConversionReader(PerSystem perSystem, CrosswalkReader crosswalks, Reading reading) {
        this.perSystem = perSystem;
        this.crosswalks = crosswalks;
        this.reading = reading;
    }

    /// @param entity whose field it is
    Optional<Conversion> read(Map<String, Located> words, String entity) {
        Optional<Located> values = Optional.ofNullable(words.get("values"));
        Optional<Located> convert = Optional.ofNullable(words.get("convert"));
        Optional<Located> timezone = Optional.ofNullable(words.get("timezone"));
        return values.flatMap(it -> values(it, Optional.ofNullable(words.get("unmapped"))))
                .or(() -> convert.flatMap(this::scale))
                .or(() -> timezone.flatMap(this::zones))
                .or(() -> crosswalks.read(words, entity));
    }

    private Optional<Conversion> values(Located group, Optional<Located> unmapped) {
        String mend =
                VALUES.formatted(
                        perSystem.example(), perSystem.second().map(Shown::key).orElse("<system>"));
        Map<String, String> pairs = new LinkedHashMap<>();
        Map<String, Located> taken = new HashMap<>();
        int before = reading.problems().count();
        for (Located entry : reading.entries(group, mend).orElse(Map.of()).values()) {
            Optional<String> text = reading.asWritten(entry, mend);
            if (text.isEmpty()) {
                continue;
            }
            Located first = taken.putIfAbsent(text.get(), entry);
            if (first != null) {
                reading.wrong(
                        entry,
                        "%s stands for '%s' already, at line %d: on the way back nobody could tell"
                                .formatted(
                                        Shown.value(text.get()),
                                        Shown.key(first.key()),
                                        first.keyPlace().line()),
                        "give each value one of its own on the other side");
            }
            pairs.put(entry.key(), text.get());
        }
        if (pairs.isEmpty() && reading.problems().count() == before) {
            reading.wrong(group, "there is no value", mend);
        }
        Optional<Unmapped> others =
                unmapped.isPresent()
                        ? unmapped.flatMap(it -> unmapped(it, pairs))
                        : Optional.of(new Unmapped.Refuse());
        return pairs.isEmpty() || others.isEmpty()
                ? Optional.empty()
                : Optional.of(new Conversion.Values(pairs, others.get()));
    }

    private Optional<Unmapped> unmapped(Located value, Map<String, String> pairs) {
        String mend =
                "write refuse or pass or { default: <a value of %s> }"
                        .formatted(perSystem.example());
        Optional<Spelling> found = Spelling.of(value, mend, reading);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Spelling spelling = found.get();
        boolean bare = spelling.argument().isEmpty();
        switch (spelling.word()) {
            case "refuse" -> {
                if (bare) {
                    return Optional.of(new Unmapped.Refuse());
                }
            }
            case "pass" -> {
                if (bare) {
                    return Optional.of(new Unmapped.Pass());
                }
            }
            case "default" -> {
                if (!bare) {
                    return standard(spelling.argument().get(), pairs, mend);
                }
            }
            default -> {
                // said below
            }
        }
        reading.wrong(value, Shown.value(Shown.key(spelling.word())) + " is not known here", mend);
        return Optional.empty();
    }

    private Optional<Unmapped> standard(Located value, Map<String, String> pairs, String mend) {
        Optional<String> text = reading.asWritten(value, mend);
        if (text.isPresent() && !pairs.containsKey(text.get())) {
            reading.wrong(
                    value,
                    Shown.value(text.get()) + " is not among the values of " + perSystem.example(),
                    "name one of " + String.join(", ", pairs.keySet()));
            return Optional.empty();
        }
        return text.map(Unmapped.As::new);
    }

    private Optional<Conversion> scale(Located group) {
        String mend =
                "write convert: { cents: 2 } or { multiply: 1000, into: %s } or { currency: NZD }"
                        .formatted(perSystem.example());
        Optional<Section> found = Section.of(group, Keys.CONVERT, reading);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Section section = found.get();
        List<Located> units = UNITS.stream().flatMap(unit -> section.find(unit).stream()).toList();
        if (units.size() != 1) {
            reading.wrong(
                    group,
                    units.isEmpty()
                            ? "nothing says how to convert"
                            : "one conversion is needed, not several",
                    mend);
            return Optional.empty();
        }
        Optional<String> into = section.find("into").flatMap(it -> perSystem.system(it, "into"));
        Map<String, Rounding> modes = new LinkedHashMap<>();
        Arrays.stream(Rounding.values()).forEach(mode -> modes.put(mode.word(), mode));
        Rounding rounding =
                section.find("rounding")
                        .flatMap(it -> reading.choice(it, modes))
                        .orElse(Rounding.REFUSE);
        Located unit = units.getFirst();
        return switch (unit.key()) {
            case "cents" ->
                    reading.integer(unit, 0, CENTS_MAX)
                            .map(
                                    digits ->
                                            new Conversion.Scale(
                                                    "cents",
                                                    digits.toString(),
                                                    power(Math.toIntExact(digits)),
                                                    into,
                                                    OptionalInt.empty(),
                                                    rounding));
            case "currency" ->
                    currency(unit)
                            .map(
                                    currency ->
                                            new Conversion.Scale(
                                                    "currency",
                                                    currency.getCurrencyCode(),
                                                    power(currency.getDefaultFractionDigits()),
                                                    into,
                                                    OptionalInt.of(
                                                            currency.getDefaultFractionDigits()),
                                                    rounding));
            default -> multiplied(section, unit, into, rounding);
        };
    }

    private Optional<Conversion> multiplied(
            Section section, Located unit, Optional<String> into, Rounding rounding) {
        Optional<BigDecimal> factor = reading.factor(unit);
        if (section.find("into").isEmpty()) {
            reading.missing(
                    unit,
                    "'multiply' does not say which side has the greater numbers",
                    "write convert: { multiply: %s, into: %s }"
                            .formatted(
                                    factor.map(BigDecimal::toPlainString).orElse("<factor>"),
                                    perSystem.example()));
            return Optional.empty();
        }
        return factor.map(
                by ->
                        new Conversion.Scale(
                                "multiply",
                                by.toPlainString(),
                                by,
                                into,
                                OptionalInt.empty(),
                                rounding));
    }

    private static BigDecimal power(int digits) {
        return BigDecimal.ONE.movePointRight(digits);
    }

    private Optional<Currency> currency(Located value) {
        String mend = "write the currency's code of ISO 4217, such as NZD or EUR";
        Optional<String> code = reading.text(value, mend);
        if (code.isEmpty()) {
            return Optional.empty();
        }
        Optional<Currency> found =
                Currency.getAvailableCurrencies().stream()
                        .filter(it -> it.getCurrencyCode().equals(code.get()))
                        .filter(it -> it.getDefaultFractionDigits() >= 0)
                        .findFirst();
        if (found.isEmpty()) {
            reading.wrong(value, value.node().description() + " is no currency", mend);
        }
        return found;
    }

    private Optional<Conversion> zones(Located value) {
        String mend =
                "write timezone: Pacific/Auckland, or { %s: Pacific/Auckland }"
                        .formatted(perSystem.example());
        if (!(value.node() instanceof YamlNode.Mapping)) {
            return zone(value, mend).map(zone -> new Conversion.Zones(Optional.of(zone), Map.of()));
        }
        Map<String, ZoneId> zones = new LinkedHashMap<>();
        perSystem
                .some(value, mend)
                .forEach(
                        (system, entry) ->
                                zone(entry, mend).ifPresent(zone -> zones.put(system, zone)));
        return zones.isEmpty()
                ? Optional.empty()
                : Optional.of(new Conversion.Zones(Optional.empty(), zones));
    }

    private Optional<ZoneId> zone(Located value, String mend) {
        Optional<String> name = reading.text(value, mend);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(name.get()));
        } catch (DateTimeException e) {
            String meant =
                    NearestWord.of(name.get(), ZoneId.getAvailableZoneIds())
                            .map(near -> "did you mean '" + near + "'? Else ")
                            .orElse("");
            reading.wrong(value, value.node().description() + " is no time zone", meant + mend);
            return Optional.empty();
        }
    }
}
