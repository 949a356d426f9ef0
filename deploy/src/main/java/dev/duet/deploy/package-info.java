/// The program: command line, wiring of the stages, metrics. Start reading at [Main].
@NullMarked
package dev.duet.deploy;

import org.jspecify.annotations.NullMarked;
