/// What is MySQL's own in connecting: the driver's settings, those of the session, and its trust
/// store.
@NullMarked
package dev.duet.deploy.connect.mysql;

import org.jspecify.annotations.NullMarked;
