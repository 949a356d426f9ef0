/// What `check` looks at in MySQL alone: settings, log, tables, rights.
@NullMarked
package dev.duet.deploy.check.mysql;

import org.jspecify.annotations.NullMarked;
