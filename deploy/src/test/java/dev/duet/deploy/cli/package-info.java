/// The `duet` command as it is built, run as a process against both real databases.
///
/// Start with [dev.duet.deploy.cli.CliBench].
@NullMarked
package dev.duet.deploy.cli;

import org.jspecify.annotations.NullMarked;
