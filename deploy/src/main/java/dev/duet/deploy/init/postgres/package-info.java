/// What `init` makes in PostgreSQL: roles, tables, publication, replica identity, grants, and the
/// slot.
@NullMarked
package dev.duet.deploy.init.postgres;

import org.jspecify.annotations.NullMarked;
