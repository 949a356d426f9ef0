/// What is MySQL's own in writing to it: its catalog, its statements, its values, what its errors mean.
@NullMarked
package dev.duet.apply.mysql;

import org.jspecify.annotations.NullMarked;
