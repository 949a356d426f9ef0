/// Brings an entity that was paused back: its parked records are mended beside the running sync,
/// each by who changed which field last, and then flow again. Start at [PauseKeeper]; it runs on a
/// thread of its own.
@NullMarked
package dev.duet.deploy.pause;

import org.jspecify.annotations.NullMarked;
