/// Which type of one database goes into which of the other, how, and what does not fit: one table
/// for conversion, for the check before the start and for the documentation.
///
/// Start with [dev.duet.mapping.types.TypeTable]. Pure and immutable; everything is decided once
/// per column.
@NullMarked
package dev.duet.mapping.types;

import org.jspecify.annotations.NullMarked;
