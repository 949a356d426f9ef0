/// `duet check`: reads both servers and both schemas and says what would go wrong, why, and how to
/// mend it.
///
/// Start with [dev.duet.deploy.check.Check]. What is read becomes values first; what judges them is
/// pure where it can be. Nothing is changed in either database. One thread.
@NullMarked
package dev.duet.deploy.check;

import org.jspecify.annotations.NullMarked;
