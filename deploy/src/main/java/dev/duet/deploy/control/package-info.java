/// `duet pause` and `duet resume`: say in `duet.control` of a direction's target whether it may
/// write, and wait until a running instance has taken it up.
///
/// Start with [dev.duet.deploy.control.Lines]. `duet reload` asks it in `duet.reload` to take up a
/// changed file.
@NullMarked
package dev.duet.deploy.control;

import org.jspecify.annotations.NullMarked;
