/// Tails one database's log and hands on its transactions, without those that Duet wrote itself.
///
/// In: log records from an embedded Debezium engine. Out: whole source transactions with their
/// origin.
@NullMarked
package dev.duet.capture;

import org.jspecify.annotations.NullMarked;
