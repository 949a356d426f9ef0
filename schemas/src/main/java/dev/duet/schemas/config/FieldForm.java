package dev.duet.schemas.config;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How a field's values go over, beyond what the columns' types say.
///
/// @param truncate how many characters are kept
/// @param nulls by the system that is written into; where nothing is said, NULL is written
/// @param ignored whether a change of this field alone is nothing to tell the other side
public record FieldForm(
        Optional<Conversion> conversion,
        Normalization normalization,
        OptionalInt truncate,
        Map<String, NullPolicy> nulls,
        boolean ignored) {
    public static final FieldForm PLAIN =
            new FieldForm(
                    Optional.empty(), Normalization.NONE, OptionalInt.empty(), Map.of(), false);

    public FieldForm {
        nulls = FileOrder.copyOf(nulls);
    }

    public NullPolicy into(String system) {
        return nulls.getOrDefault(system, new NullPolicy.Write());
    }

    /// Whether it says nothing about values that are there.
    public boolean carriesAsTyped() {
        return conversion.isEmpty()
                && normalization.equals(Normalization.NONE)
                && truncate.isEmpty();
    }
}
