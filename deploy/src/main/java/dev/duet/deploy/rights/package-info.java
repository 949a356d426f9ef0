/// The rights that Duet's two roles need on each side, no more and no less, and how to see which a
/// user holds.
///
/// Start with [dev.duet.deploy.rights.RequiredGrants]; `init` grants them, `check` compares them.
@NullMarked
package dev.duet.deploy.rights;

import org.jspecify.annotations.NullMarked;
