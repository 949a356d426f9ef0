/// The conflict protocol without I/O: log entries of both systems in, target transactions as values
/// out. It is the specification of PROTOCOL.md in code; section numbers stand in the comments.
///
/// Start with [dev.duet.apply.conflict.ConflictCore]. One thread for both directions.
@NullMarked
package dev.duet.apply.conflict;

import org.jspecify.annotations.NullMarked;
