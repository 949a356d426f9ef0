/// What several tests of the program stand on.
///
/// Start with [dev.duet.deploy.support.LivePair].
@NullMarked
package dev.duet.deploy.support;

import org.jspecify.annotations.NullMarked;
