/// Expressions in CEL over the fields of a record: checked when they are compiled, bounded when
/// they are evaluated. Pure functions.
///
/// Start with [dev.duet.mapping.expressions.Language], which compiles a
/// [dev.duet.mapping.expressions.Formula]. Nothing of the CEL library shows outside this package.
/// Immutable, so any thread may use it.
@NullMarked
package dev.duet.mapping.expressions;

import org.jspecify.annotations.NullMarked;
