package dev.duet.deploy.compare;

import dev.duet.schemas.Key;

/// One record as one side had it when it was read.
///
/// @param version as [dev.duet.apply.VersionedRow] has it; empty where it was not asked for
record Seen(Key key, Sight sight, String version) {
    static Seen absent(Key key) {
        return new Seen(key, Sight.ABSENT, "");
    }
}
