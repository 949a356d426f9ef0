/// `duet load`: puts the records of one side that the other has not there, while clients and the
/// sync go on.
///
/// Start with [dev.duet.deploy.load.Chunk], which says why that is safe;
/// [dev.duet.deploy.load.DirectionLoad] goes through the tables chunk by chunk. One thread.
@NullMarked
package dev.duet.deploy.load;

import org.jspecify.annotations.NullMarked;
