/// A running sync: two systems, two directions, a lease, and who restarts what when something
/// fails.
///
/// Start with [dev.duet.deploy.run.Sync], which builds the parts, and [dev.duet.deploy.Pipeline],
/// the road itself.
@NullMarked
package dev.duet.deploy.run;

import org.jspecify.annotations.NullMarked;
