/// `duet pause` and `duet resume`: say in `duet.control` of a direction's target whether it may
/// write, and wait until a running instance has taken it up.
///
/// Start with [dev.duet.deploy.control.Lines].
@NullMarked
package dev.duet.deploy.control;

import org.jspecify.annotations.NullMarked;
