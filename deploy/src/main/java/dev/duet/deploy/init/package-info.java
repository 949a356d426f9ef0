/// `duet init`: makes what Duet needs in both databases, or prints it for a DBA, and writes the
/// first positions.
///
/// Start with [dev.duet.deploy.init.Init]. A second run changes nothing; what contradicts is
/// refused. One thread.
@NullMarked
package dev.duet.deploy.init;

import org.jspecify.annotations.NullMarked;
