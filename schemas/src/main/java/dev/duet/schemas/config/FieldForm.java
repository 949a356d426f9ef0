package dev.duet.schemas.config;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How a field's values go over, beyond what the columns' types say.
///
/// @param truncate how many characters are kept
/// @param nulls by the system that is written into; where nothing is said, NULL is written
/// @param ignored whether a change of this field alone is nothing to tell the other side
/// @param lookups by the system whose column refers to a reference table
public record FieldForm(
        Optional<Conversion> conversion,
        Normalization normalization,
        OptionalInt truncate,
        Map<String, NullPolicy> nulls,
        boolean ignored,
        Map<String, LookupConfig> lookups) {
    public static final FieldForm PLAIN =
            new FieldForm(
                    Optional.empty(), Normalization.NONE, OptionalInt.empty(), Map.of(), false);

    /// Of columns that hold the values themselves.
    public FieldForm(
            Optional<Conversion> conversion,
            Normalization normalization,
            OptionalInt truncate,
            Map<String, NullPolicy> nulls,
            boolean ignored) {
        this(conversion, normalization, truncate, nulls, ignored, Map.of());
    }

    public FieldForm {
        nulls = FileOrder.copyOf(nulls);
        lookups = FileOrder.copyOf(lookups);
    }

    public NullPolicy into(String system) {
        return nulls.getOrDefault(system, new NullPolicy.Write());
    }

    /// How a system's column refers to a reference table; nothing where it holds the value itself.
    public Optional<LookupConfig> lookup(String system) {
        return Optional.ofNullable(lookups.get(system));
    }

    /// Whether it says nothing about values that are there.
    public boolean carriesAsTyped() {
        return lookups.isEmpty()
                && conversion.isEmpty()
                && normalization.equals(Normalization.NONE)
                && truncate.isEmpty();
    }
}
