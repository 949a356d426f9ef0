package dev.duet.mapping.types;

import org.jspecify.annotations.Nullable;

/// The canonical values that a column can hold.
interface Domain {
    /// Holds whatever its kind can be.
    Domain ANY =
            new Domain() {
                @Override
                public @Nullable String misfit(Object value) {
                    return null;
                }

                @Override
                public Cover of(Domain other) {
                    return Cover.ALL;
                }

                @Override
                public String limits() {
                    return "";
                }
            };

    /// Why the column cannot hold the value, or null when it can.
    @Nullable String misfit(Object value);

    /// How much of the other domain, which is of the same family, this one holds.
    Cover of(Domain other);

    /// What it holds, in a few words.
    String limits();
}
