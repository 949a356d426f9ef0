/// How far apart the clocks of the two databases are: each is held against this host's, whose own
/// error then cancels out.
///
/// Start with [dev.duet.deploy.clock.ClockSample].
@NullMarked
package dev.duet.deploy.clock;

import org.jspecify.annotations.NullMarked;
