/// MySQL's rights: how they are granted, and read from what SHOW GRANTS prints.
@NullMarked
package dev.duet.deploy.rights.mysql;

import org.jspecify.annotations.NullMarked;
