package dev.duet.deploy.conflicts;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A conflict as a person names it: `crm:5`, or `5` where only one side has that number.
///
/// @param system null where it was not said
record EntryId(@Nullable String system, long number) {
    private static final Pattern TEXT = Pattern.compile("(?:(.+):)?([0-9]{1,18})");

    /// @throws IllegalArgumentException when it is not one
    static EntryId parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' does not name a conflict; 'duet conflicts list' has names such as"
                            + " crm:5");
        }
        return new EntryId(matcher.group(1), Long.parseLong(matcher.group(2)));
    }

    boolean mayBeIn(String name) {
        return system == null || system.equals(name);
    }
}
