/// How the values of one field go between a column on each system and canonical records: the
/// conversions that the file states, beside those of the type table. Pure functions.
///
/// Start with [dev.duet.mapping.fields.FieldMapping]. For each of them holds: a canonical value
/// that is written into a system and read from there is the same again. Immutable, so any thread
/// may use it.
@NullMarked
package dev.duet.mapping.fields;

import org.jspecify.annotations.NullMarked;
