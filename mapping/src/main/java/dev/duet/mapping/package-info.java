/// Turns the rows of one system into the rows of the other, by a mapping compiled once for each
/// entity. Pure functions.
///
/// Start with [dev.duet.mapping.EntityMapping]. Immutable, so any thread may use it.
@NullMarked
package dev.duet.mapping;

import org.jspecify.annotations.NullMarked;
