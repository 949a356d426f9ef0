/// A real PostgreSQL and a real MySQL on this machine, without containers, for tests, demo and
/// benchmarks.
@NullMarked
package dev.duet.localdb;

import org.jspecify.annotations.NullMarked;
