/// What is MySQL's own in writing to it: values as JDBC parameters, their placeholders and their comparison.
@NullMarked
package dev.duet.apply.mysql;

import org.jspecify.annotations.NullMarked;
