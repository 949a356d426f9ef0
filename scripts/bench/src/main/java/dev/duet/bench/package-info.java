/// Benchmarks, from one step to the whole road. Run by hand, never by the build.
@NullMarked
package dev.duet.bench;

import org.jspecify.annotations.NullMarked;
