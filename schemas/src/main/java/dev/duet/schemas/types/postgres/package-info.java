/// How PostgreSQL spells values, in its log and in results alike: its texts and its binary moments
/// come in, canonical values go out.
///
/// Start with [dev.duet.schemas.types.postgres.PostgresText].
@NullMarked
package dev.duet.schemas.types.postgres;

import org.jspecify.annotations.NullMarked;
