package dev.duet.mapping;

import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Change;

import java.util.List;

/// What became of one change on its way through the mapping.
public sealed interface Mapped {
    /// The change as the source has it.
    Change source();

    /// It can be written.
    ///
    /// @param canonical the same of canonical records
    /// @param target the same as the target has it
    /// @param warnings the rules that it goes over in spite of
    /// @param repaired those by which the record that it leaves counts as another
    record Ready(
            Change source,
            Change canonical,
            Change target,
            List<Validation.Broken> warnings,
            List<Validation.Broken> repaired)
            implements Mapped {
        public Ready(Change source, Change canonical, Change target) {
            this(source, canonical, target, List.of(), List.of());
        }

        Ready warned(List<Validation.Broken> broken) {
            return broken.isEmpty() ? this : new Ready(source, canonical, target, broken, repaired);
        }

        Ready repaired(List<Validation.Broken> by) {
            return by.isEmpty() ? this : new Ready(source, canonical, target, warnings, by);
        }
    }

    /// It is nothing to the target: the row is no record of the entity, neither before nor after.
    record Passed(Change source) implements Mapped {}

    /// It cannot: a value has no counterpart on the other side, the record does not meet a rule, or
    /// it is a truncation.
    ///
    /// @param code what kind of reason; of a rule its name
    /// @param reason in words, without the value
    /// @param rejected whether the record is to become again what the target has
    record Refused(Change source, String code, String reason, boolean rejected) implements Mapped {
        public static final String CANNOT_MAP = "CANNOT_MAP";

        /// A TRUNCATE does not say which records it took, nor whether it had seen what the other
        /// side did to them.
        static Refused truncate(Change source) {
            return new Refused(
                    source,
                    "TRUNCATE",
                    "a TRUNCATE is not carried over by itself: the other side keeps its rows",
                    false);
        }

        static Refused unmapped(Change source, CannotConvert why) {
            return new Refused(source, CANNOT_MAP, String.valueOf(why.getMessage()), false);
        }

        static Refused broken(Change source, Validation.Broken rule) {
            return new Refused(source, rule.rule().name(), rule.reason(), rule.rejects());
        }
    }
}
