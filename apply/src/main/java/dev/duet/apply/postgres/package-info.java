/// What is PostgreSQL's own in writing to it: values as text parameters, their casts and their comparison.
@NullMarked
package dev.duet.apply.postgres;

import org.jspecify.annotations.NullMarked;
