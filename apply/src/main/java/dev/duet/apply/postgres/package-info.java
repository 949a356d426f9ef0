/// What is PostgreSQL's own in writing to it: statements over arrays, error states, its catalog.
@NullMarked
package dev.duet.apply.postgres;

import org.jspecify.annotations.NullMarked;
