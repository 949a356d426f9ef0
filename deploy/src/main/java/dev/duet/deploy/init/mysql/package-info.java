/// What `init` makes in MySQL: users, tables, grants; and where its log is.
@NullMarked
package dev.duet.deploy.init.mysql;

import org.jspecify.annotations.NullMarked;
