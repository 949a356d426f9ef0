/// What is PostgreSQL's own in connecting: the driver's settings and those of the session.
@NullMarked
package dev.duet.deploy.connect.postgres;

import org.jspecify.annotations.NullMarked;
