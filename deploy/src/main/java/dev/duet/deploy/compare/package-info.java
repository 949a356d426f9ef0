/// `duet compare`: reads both sides through the mapping and says what differs. Changes nothing.
///
/// Start with [dev.duet.deploy.compare.Comparison]; [dev.duet.deploy.compare.Scan] finds what may
/// differ, [dev.duet.deploy.compare.Recheck] tells that from what is in flight. One thread, and one
/// that reads ahead.
@NullMarked
package dev.duet.deploy.compare;

import org.jspecify.annotations.NullMarked;
