/// What a value may be: the kinds of canonical values and the Java classes that carry them.
///
/// Start with [dev.duet.schemas.types.Kind].
@NullMarked
package dev.duet.schemas.types;

import org.jspecify.annotations.NullMarked;
