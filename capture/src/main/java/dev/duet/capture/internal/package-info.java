/// The machinery of capture: from Debezium's records to transactions of ours.
///
/// [dev.duet.capture.internal.TransactionAssembler] is where a record's road begins; all runs on
/// the engine's thread.
@NullMarked
package dev.duet.capture.internal;

import org.jspecify.annotations.NullMarked;
