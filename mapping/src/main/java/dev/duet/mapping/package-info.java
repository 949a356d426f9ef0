/// Turns the rows of each system into canonical records, and those into rows, by a mapping compiled
/// once for each entity. Pure functions.
///
/// Start with [dev.duet.mapping.EntityMapping], one direction, and
/// [dev.duet.mapping.SystemMapping], one of its ends. Immutable, so any thread may use it.
@NullMarked
package dev.duet.mapping;

import org.jspecify.annotations.NullMarked;
