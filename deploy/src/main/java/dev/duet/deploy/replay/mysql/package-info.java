/// What MySQL's binary log still holds, and where reading it again begins.
@NullMarked
package dev.duet.deploy.replay.mysql;

import org.jspecify.annotations.NullMarked;
