package dev.duet.deploy.compare;

import dev.duet.apply.conflict.rules.Side;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// How a person wants differences to be repaired. Immutable.
///
/// @param isDry whether only the plan is wanted
/// @param prefer who wins where no rule tells; null for nobody
/// @param deleteExtraIn the systems in which what only they have is deleted
/// @param most records that may differ
/// @param reason empty for the plan alone
record Repairing(
        boolean isDry,
        @Nullable Side prefer,
        Set<String> deleteExtraIn,
        int most,
        String reason,
        String by) {
    Repairing {
        deleteExtraIn = Set.copyOf(deleteExtraIn);
    }
}
