/// What PostgreSQL's anchor slot still holds, and where reading it again begins.
@NullMarked
package dev.duet.deploy.replay.postgres;

import org.jspecify.annotations.NullMarked;
