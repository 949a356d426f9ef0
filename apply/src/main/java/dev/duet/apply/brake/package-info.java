/// When a direction must stop and ask: what its target transactions would do is counted before they
/// are written. Pure.
///
/// Start with [dev.duet.apply.brake.Brakes].
@NullMarked
package dev.duet.apply.brake;

import org.jspecify.annotations.NullMarked;
