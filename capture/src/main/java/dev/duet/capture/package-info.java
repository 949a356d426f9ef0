/// Tails one system's log: in come the rows of an embedded Debezium engine, out go whole
/// transactions with their origin.
///
/// Start with [dev.duet.capture.LogReader]. The engine's own thread assembles the transactions and
/// waits at the [dev.duet.capture.EntryQueue] while the other side is busy.
@NullMarked
package dev.duet.capture;

import org.jspecify.annotations.NullMarked;
