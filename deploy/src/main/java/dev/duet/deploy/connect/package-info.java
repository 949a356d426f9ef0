/// From a system of the configuration to open connections: secrets read, TLS and every timeout set.
///
/// Start with [dev.duet.deploy.connect.Endpoints], then [dev.duet.deploy.connect.Connections].
/// Nothing here logs; no type's `toString` holds a password.
@NullMarked
package dev.duet.deploy.connect;

import org.jspecify.annotations.NullMarked;
