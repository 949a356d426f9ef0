/// Connections as a DBA configures them, against both real databases.
@NullMarked
package dev.duet.deploy.connect;

import org.jspecify.annotations.NullMarked;
