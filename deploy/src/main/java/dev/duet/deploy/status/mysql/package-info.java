/// What a MySQL server says about its binary log.
@NullMarked
package dev.duet.deploy.status.mysql;

import org.jspecify.annotations.NullMarked;
