/// Turns rows into canonical records and canonical records into the other side's rows.
///
/// Compiled once per table from the configuration; after that, pure functions that any thread may
/// call.
@NullMarked
package dev.duet.mapping;

import org.jspecify.annotations.NullMarked;
