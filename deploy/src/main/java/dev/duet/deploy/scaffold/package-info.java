/// `duet scaffold`: reads both schemas and some rows, and proposes the mapping as a file.
///
/// Start with [dev.duet.deploy.scaffold.Scaffold]. What is read becomes values first; what pairs
/// them is pure. Nothing is changed in either database. One thread.
@NullMarked
package dev.duet.deploy.scaffold;

import org.jspecify.annotations.NullMarked;
