package dev.duet.apply.brake;

import dev.duet.schemas.config.Settings;

import java.util.Locale;

/// Why a brake stops a direction. Immutable.
///
/// @param kind `deletes` or `conflicts`
/// @param counted how many there would have been within the window
/// @param changes of how many changes
/// @param entity the one with the most of them
public record Trip(
        String kind,
        Settings.Brake limit,
        long counted,
        long changes,
        String entity,
        long ofEntity) {

    /// In words.
    public String reason() {
        return String.format(
                Locale.ROOT,
                "%,d %s in %,d changes within %d s, most of them of %s (%,d): more than %,d and"
                        + " more than %d %% of the changes",
                counted,
                kind,
                changes,
                limit.window().toSeconds(),
                entity,
                ofEntity,
                limit.budget(),
                limit.percent());
    }
}
