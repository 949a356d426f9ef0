/// The words of Duet as values: changes, rows, positions, origins, checkpoints. No I/O, no
/// dependency on our other modules.
///
/// Start with [dev.duet.schemas.LogEntry], which is what capture hands on, and
/// [dev.duet.schemas.Change] inside it. Everything here is immutable, unless its first sentence
/// says otherwise.
@NullMarked
package dev.duet.schemas;

import org.jspecify.annotations.NullMarked;
