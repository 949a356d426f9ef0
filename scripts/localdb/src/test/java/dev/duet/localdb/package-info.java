/// Claims about the local databases and the proxy; `*IT` start real servers.
@NullMarked
package dev.duet.localdb;

import org.jspecify.annotations.NullMarked;
