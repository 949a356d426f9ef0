/// PostgreSQL's rights: how they are granted and asked for.
@NullMarked
package dev.duet.deploy.rights.postgres;

import org.jspecify.annotations.NullMarked;
