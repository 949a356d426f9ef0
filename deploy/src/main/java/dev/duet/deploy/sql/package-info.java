/// SQL text for people and for both databases: names and literals, quoted.
///
/// Start with [dev.duet.deploy.sql.SqlName].
@NullMarked
package dev.duet.deploy.sql;

import org.jspecify.annotations.NullMarked;
