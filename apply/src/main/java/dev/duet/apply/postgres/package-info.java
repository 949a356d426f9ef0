/// What is PostgreSQL's own in writing to it: its catalog, its statements, its values, what its errors mean.
@NullMarked
package dev.duet.apply.postgres;

import org.jspecify.annotations.NullMarked;
