/// What is PostgreSQL's own in writing to it and reading it: statements over arrays, error states,
/// its catalog.
@NullMarked
package dev.duet.apply.postgres;

import org.jspecify.annotations.NullMarked;
