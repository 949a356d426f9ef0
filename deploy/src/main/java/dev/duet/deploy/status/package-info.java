/// `duet status` and `duet position`: what the two databases say about the sync, whether it runs or
/// not. Only reads, under the reader roles.
///
/// Start with [dev.duet.deploy.status.StatusReader].
@NullMarked
package dev.duet.deploy.status;

import org.jspecify.annotations.NullMarked;
