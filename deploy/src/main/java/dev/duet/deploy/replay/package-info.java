/// `duet replay`: reads a part of a log again and brings every record that clients changed in it to
/// what the rules say now, through the mapping as it is now.
///
/// Start with [dev.duet.deploy.replay.Replay]. A [dev.duet.deploy.replay.Trail] reads one log on
/// threads of its own; all else is done by the command's.
@NullMarked
package dev.duet.deploy.replay;

import org.jspecify.annotations.NullMarked;
