/// What a database's catalog says of a table, in one form for both databases.
///
/// Start with [dev.duet.schemas.catalog.Table].
@NullMarked
package dev.duet.schemas.catalog;

import org.jspecify.annotations.NullMarked;
