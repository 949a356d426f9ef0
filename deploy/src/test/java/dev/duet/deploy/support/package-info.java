/// What the tests on both real databases share: the databases, a configuration, Duet itself, and
/// waiting for conditions.
@NullMarked
package dev.duet.deploy.support;

import org.jspecify.annotations.NullMarked;
