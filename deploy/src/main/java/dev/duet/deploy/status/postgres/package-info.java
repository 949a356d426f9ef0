/// What a PostgreSQL server says about its log and our slot.
@NullMarked
package dev.duet.deploy.status.postgres;

import org.jspecify.annotations.NullMarked;
