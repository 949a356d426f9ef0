package dev.duet.schemas;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Where a transaction came from, and what its author's database had of the peer when it was
/// written.
///
/// @param system the system whose log it was read from
/// @param position everything of that log up to and including this transaction
/// @param transaction the database's own name of it: a PostgreSQL transaction id or a MySQL GTID
/// @param committedAt the database's commit time
/// @param clock hybrid logical clock in microseconds since 1970: `max(commit time, clock of the
///   entry before + 1)`
/// @param seen the last position of the peer's log that a marker before it in this log names; null
///   before the first
public record Origin(
        String system,
        Position position,
        String transaction,
        Instant committedAt,
        long clock,
        @Nullable Position seen) {}
