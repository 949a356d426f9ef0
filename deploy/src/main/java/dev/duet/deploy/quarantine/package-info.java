/// `duet quarantine`: what could not be applied, looked at, applied again or given up by a person.
///
/// Start with [dev.duet.deploy.quarantine.QuarantineCommand]; the work of `retry` is in
/// [dev.duet.deploy.quarantine.Letting].
@NullMarked
package dev.duet.deploy.quarantine;

import org.jspecify.annotations.NullMarked;
