/// What is MySQL's own in reading its log: engine settings, positions, values, schema history,
/// checks before the start.
@NullMarked
package dev.duet.capture.mysql;

import org.jspecify.annotations.NullMarked;
