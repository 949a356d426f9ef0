package dev.duet.deploy.docs;

import dev.duet.deploy.docs.page.Line;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.Conversion.Crosswalk;
import dev.duet.schemas.config.Conversion.Reference;
import dev.duet.schemas.config.Conversion.Scale;
import dev.duet.schemas.config.Conversion.Unmapped;
import dev.duet.schemas.config.Conversion.Values;
import dev.duet.schemas.config.Conversion.Zones;
import dev.duet.schemas.config.LookupConfig;
import dev.duet.schemas.config.Normalization;
import dev.duet.schemas.config.Rounding;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Conversions and normal forms in words. Pure.
final class ConversionWords {
    private ConversionWords() {}

    static Line of(Conversion conversion, String first, String second) {
        return switch (conversion) {
            case Values values -> values(values);
            case Scale scale -> scale(scale, first, second);
            case Zones zones -> zones(zones);
            case Crosswalk keys -> crosswalk(keys);
            case Reference reference ->
                    Line.of("as it is: the key of ")
                            .code(reference.entity())
                            .text(", and it goes over only where that is");
        };
    }

    static List<Line> of(Normalization form) {
        List<String> parts = new ArrayList<>();
        if (form.trim()) {
            parts.add("without blanks at both ends");
        }
        form.letters()
                .ifPresent(
                        letters ->
                                parts.add(
                                        switch (letters) {
                                            case LOWER -> "in lower case";
                                            case UPPER -> "in upper case";
                                        }));
        if (form.nfc()) {
            parts.add("in composed characters (Unicode NFC)");
        }
        if (form.email()) {
            parts.add("an e-mail address, in lower case");
        }
        form.phone()
                .ifPresent(
                        region ->
                                parts.add(
                                        "a phone number in international form (E.164); one of "
                                                + region
                                                + " where it has no country code"));
        return parts.stream().map(Line::of).toList();
    }

    private static Line crosswalk(Crosswalk keys) {
        Line own =
                Line.of("each system's own key of ")
                        .code(keys.entity())
                        .text("; Duet keeps which is which");
        return keys.pairBy().isEmpty()
                ? own
                : own.text("; rows that were there before are paired by ")
                        .and(Line.join(", ", keys.pairBy().stream().map(Line::ofCode).toList()));
    }

    static Line of(String system, LookupConfig lookup) {
        return Line.of("in " + system + " the ")
                .code(lookup.key())
                .text(" of the row of ")
                .code(lookup.table().toString())
                .text(" whose ")
                .code(lookup.value())
                .text(" it is; without such a row the record waits for it");
    }

    private static Line values(Values values) {
        List<Line> pairs = new ArrayList<>();
        for (Map.Entry<String, String> pair : values.pairs().entrySet()) {
            pairs.add(Line.ofCode(pair.getKey()).text(" ↔ ").code(pair.getValue()));
        }
        Line others =
                switch (values.unmapped()) {
                    case Unmapped.Refuse _ -> Line.of("the record is held");
                    case Unmapped.Pass _ -> Line.of("it goes over as it is");
                    case Unmapped.As as -> Line.of("it counts as ").code(as.value());
                };
        return Line.join(", ", pairs).text("; any other value: ").and(others);
    }

    private static Line scale(Scale scale, String first, String second) {
        String factor = scale.factor().stripTrailingZeros().toPlainString();
        Line units =
                scale.into()
                        .map(
                                into ->
                                        Line.of(
                                                "1 in %s ↔ %s in %s"
                                                        .formatted(
                                                                into.equals(first) ? second : first,
                                                                factor,
                                                                into)))
                        .orElseGet(
                                () ->
                                        Line.of(
                                                "1 in a decimal column ↔ %s in a column of whole"
                                                                .formatted(factor)
                                                        + " numbers"));
        String what =
                switch (scale.word()) {
                    case "cents" -> "an amount ↔ its smallest unit: ";
                    case "currency" ->
                            "an amount of %s, with %d digits: "
                                    .formatted(scale.argument(), scale.digits().orElse(0));
                    default -> "";
                };
        return Line.of(what).and(units).text("; " + rounding(scale.rounding()));
    }

    private static String rounding(Rounding rounding) {
        return switch (rounding) {
            case HALF_UP -> "rounded half up";
            case HALF_EVEN -> "rounded half to even";
            case DOWN -> "further digits are dropped";
            case REFUSE -> "with more digits than fit, the record is held";
        };
    }

    private static Line zones(Zones zones) {
        if (zones.any().isPresent()) {
            ZoneId zone = zones.any().get();
            return Line.of("a column without a time zone has the time of ").code(zone.getId());
        }
        List<Line> parts = new ArrayList<>();
        zones.of()
                .forEach(
                        (system, zone) ->
                                parts.add(
                                        Line.of(system + " has the time of ").code(zone.getId())));
        return Line.join(", ", parts);
    }
}
