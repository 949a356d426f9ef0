/// What is PostgreSQL's own in reading its log: engine settings, positions, values, and what to
/// check before the start.
@NullMarked
package dev.duet.capture.postgres;

import org.jspecify.annotations.NullMarked;
