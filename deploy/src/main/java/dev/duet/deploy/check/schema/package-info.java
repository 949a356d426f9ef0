/// What `check` finds by holding the two tables of an entity beside each other. Pure: it asks no
/// database.
///
/// Start with [dev.duet.deploy.check.schema.EntityTables].
@NullMarked
package dev.duet.deploy.check.schema;

import org.jspecify.annotations.NullMarked;
