/// Duet's own rows in a target: checkpoint, lease, quarantine and conflicts. The SQL is the same
/// for both databases.
///
/// Start with [dev.duet.apply.store.CheckpointStore].
@NullMarked
package dev.duet.apply.store;

import org.jspecify.annotations.NullMarked;
