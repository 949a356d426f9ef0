/// Reads the configuration file: bytes in, a checked [dev.duet.schemas.config.DuetConfig] or all
/// its problems out.
///
/// Start with [dev.duet.deploy.config.ConfigReader]. The road is text, nodes with their places,
/// then one reader per part of the file; a reader that meets a mistake notes it and goes on.
/// [dev.duet.deploy.config.SecretResolver] turns references to secrets into their values, later and
/// only where they are needed. Runs on the calling thread.
@NullMarked
package dev.duet.deploy.config;

import org.jspecify.annotations.NullMarked;
