/// What is MySQL's own in writing to it and reading it: multi-row statements, error codes, its
/// catalog.
@NullMarked
package dev.duet.apply.mysql;

import org.jspecify.annotations.NullMarked;
