package dev.duet.apply;

import dev.duet.apply.plan.Relations;
import dev.duet.apply.store.Checkpoints;
import dev.duet.apply.store.ConflictStore;
import dev.duet.apply.store.HoldStore;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.schemas.config.Settings;

/// What one direction's apply is made of; everything here is immutable.
public record ApplySettings(
        Direction direction,
        TargetDatabase database,
        Relations relations,
        TargetTerms terms,
        Checkpoints checkpoints,
        QuarantineStore quarantine,
        HoldStore holds,
        ConflictStore conflicts,
        Settings settings) {}
