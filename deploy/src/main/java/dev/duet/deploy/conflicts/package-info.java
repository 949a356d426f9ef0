/// `duet conflicts`: who won and why, looked at, given back or decided by a person, and what other
/// rules would have decided.
///
/// Start with [dev.duet.deploy.conflicts.ConflictsCommand]. What is written goes into one side as
/// any client's change would: the running sync carries it on, and so it comes after both changes
/// that were in conflict.
@NullMarked
package dev.duet.deploy.conflicts;

import org.jspecify.annotations.NullMarked;
