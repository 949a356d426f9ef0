/// What `check` looks at in PostgreSQL alone: settings, publication, slot, tables, rights.
@NullMarked
package dev.duet.deploy.check.postgres;

import org.jspecify.annotations.NullMarked;
