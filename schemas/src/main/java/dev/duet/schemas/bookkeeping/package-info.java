/// What Duet keeps in schema `duet` of each database: the names of the tables, and the SQL that
/// creates them.
///
/// Start with [dev.duet.schemas.bookkeeping.Bookkeeping].
@NullMarked
package dev.duet.schemas.bookkeeping;

import org.jspecify.annotations.NullMarked;
