/// `duet resync`: a direction whose log was lost is brought to where its log can be read on. What
/// the lost stretch held is found by comparing both sides and written to the peer, then the log is
/// read from a new place. Start with [dev.duet.deploy.resync.Resync]. One thread.
@NullMarked
package dev.duet.deploy.resync;

import org.jspecify.annotations.NullMarked;
