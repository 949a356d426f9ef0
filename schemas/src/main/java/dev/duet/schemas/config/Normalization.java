package dev.duet.schemas.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `normalize`: what a text is, however people spell it.
///
/// @param letters upper or lower case for all
/// @param nfc Unicode's composed form
/// @param phone the region of numbers without a country code
public record Normalization(
        boolean trim,
        Optional<Letters> letters,
        boolean nfc,
        boolean email,
        Optional<String> phone) {
    public static final Normalization NONE =
            new Normalization(false, Optional.empty(), false, false, Optional.empty());

    /// Which case.
    public enum Letters {
        LOWER("lower"),
        UPPER("upper");

        private final String word;

        Letters(String word) {
            this.word = word;
        }

        /// As the file spells it.
        public String word() {
            return word;
        }
    }

    /// In one line, as it is in force.
    public String text() {
        List<String> parts = new ArrayList<>();
        if (trim) {
            parts.add("trim");
        }
        letters.ifPresent(it -> parts.add("case: " + it.word()));
        if (nfc) {
            parts.add("unicode: nfc");
        }
        if (email) {
            parts.add("email");
        }
        phone.ifPresent(region -> parts.add("phone: " + region));
        return String.join(", ", parts);
    }
}
