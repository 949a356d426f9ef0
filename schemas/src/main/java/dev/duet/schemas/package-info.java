/// The values that every stage passes on: changes, canonical records, origins, positions, types and
/// the configuration.
///
/// Nothing here does I/O or depends on another package of ours. Everything is immutable, so any
/// thread may use it.
@NullMarked
package dev.duet.schemas;

import org.jspecify.annotations.NullMarked;
