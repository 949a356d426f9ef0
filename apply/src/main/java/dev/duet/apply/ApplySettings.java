package dev.duet.apply;

import dev.duet.apply.crosswalk.Pairs;
import dev.duet.apply.plan.Relations;
import dev.duet.apply.store.Checkpoints;
import dev.duet.apply.store.ConflictStore;
import dev.duet.apply.store.HoldStore;
import dev.duet.apply.store.ManifestStore;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.schemas.config.Settings;

import java.util.Set;

/// What one direction's apply is made of; everything here is immutable.
///
/// @param pairs which records of the target are which of the source's, where each makes up its keys
/// @param watched the entities of which the file says what becomes of what triggers do
public record ApplySettings(
        Direction direction,
        TargetDatabase database,
        Pairs pairs,
        Relations relations,
        TargetTerms terms,
        Checkpoints checkpoints,
        QuarantineStore quarantine,
        HoldStore holds,
        ConflictStore conflicts,
        ManifestStore manifests,
        Set<String> watched,
        EndRules ends,
        Settings settings) {}
