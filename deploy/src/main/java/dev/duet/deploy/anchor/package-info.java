/// Keeps a part of PostgreSQL's log, so that `duet replay` can read it again: a slot that stays
/// behind.
///
/// Start with [dev.duet.deploy.anchor.AnchorKeeper], which has a thread of its own.
@NullMarked
package dev.duet.deploy.anchor;

import org.jspecify.annotations.NullMarked;
