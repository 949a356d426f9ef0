/// Writes canonical changes into one target by JDBC: the marker first, then the rows, in one
/// transaction.
///
/// Start with [dev.duet.apply.Applier]. One thread for each direction.
@NullMarked
package dev.duet.apply;

import org.jspecify.annotations.NullMarked;
