package dev.duet.schemas.config;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// How the values of a field differ between the two systems, where the columns' types alone do not
/// say it.
public sealed interface Conversion {
    /// `values`: two words for one thing.
    ///
    /// @param pairs the text of the system listed first, and that of the other
    record Values(Map<String, String> pairs, Unmapped unmapped) implements Conversion {
        public Values {
            pairs = FileOrder.copyOf(pairs);
            if (pairs.isEmpty()) {
                throw new IllegalArgumentException("no values");
            }
        }
    }

    /// `convert`: the same quantity in two units.
    ///
    /// @param factor by which a number of the other system becomes one of `into`
    /// @param into the system with the smaller unit, and so the greater numbers; empty when the
    ///   columns' types say it: the one that has whole numbers
    /// @param digits of a currency: no more than these are kept of an amount
    record Scale(
            String word,
            String argument,
            BigDecimal factor,
            Optional<String> into,
            OptionalInt digits,
            Rounding rounding)
            implements Conversion {
        public Scale {
            if (factor.signum() <= 0) {
                throw new IllegalArgumentException("not a factor: " + factor);
            }
        }
    }

    /// `timezone`: dates and times without a zone.
    ///
    /// @param any of whichever column has none
    /// @param of each system's, where the file says them apart
    record Zones(Optional<ZoneId> any, Map<String, ZoneId> of) implements Conversion {
        public Zones {
            of = FileOrder.copyOf(of);
        }
    }

    /// `crosswalk` and `references`: each system has its own key for the record.
    ///
    /// @param entity whose records they are
    /// @param pairBy the fields by which rows are paired that are there already; at a key alone
    record Crosswalk(String entity, List<String> pairBy) implements Conversion {
        public Crosswalk {
            pairBy = List.copyOf(pairBy);
        }
    }

    /// `references` where both systems have the same key of that entity: it goes over as it is, and
    /// only where that record is.
    record Reference(String entity) implements Conversion {}

    /// A value that `values` does not name.
    sealed interface Unmapped {
        /// The record is quarantined.
        record Refuse() implements Unmapped {}

        /// It goes over as it is.
        record Pass() implements Unmapped {}

        /// It counts as this one.
        ///
        /// @param value one of the system listed first
        record As(String value) implements Unmapped {}
    }

    /// In one line, as it is in force.
    default String text() {
        return switch (this) {
            case Values values ->
                    values.pairs.entrySet().stream()
                                    .map(pair -> pair.getKey() + ": " + pair.getValue())
                                    .collect(Collectors.joining(", "))
                            + "; unmapped: "
                            + switch (values.unmapped) {
                                case Unmapped.Refuse _ -> "refuse";
                                case Unmapped.Pass _ -> "pass";
                                case Unmapped.As as -> "default " + as.value();
                            };
            case Crosswalk crosswalk ->
                    "each system's own key of "
                            + crosswalk.entity
                            + (crosswalk.pairBy.isEmpty()
                                    ? ""
                                    : ", paired by " + String.join(", ", crosswalk.pairBy));
            case Reference reference -> "the key of " + reference.entity + ", which must be there";
            case Scale scale ->
                    scale.word
                            + ": "
                            + scale.argument
                            + scale.into.map(system -> ", into: " + system).orElse("")
                            + ", rounding: "
                            + scale.rounding.word();
            case Zones zones ->
                    zones.any
                            .map(ZoneId::getId)
                            .orElseGet(
                                    () ->
                                            zones.of.entrySet().stream()
                                                    .map(it -> it.getKey() + ": " + it.getValue())
                                                    .collect(Collectors.joining(", ")));
        };
    }
}
