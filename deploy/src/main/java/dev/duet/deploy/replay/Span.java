package dev.duet.deploy.replay;

import dev.duet.schemas.Origin;

import org.jspecify.annotations.Nullable;

/// The part of one system's log that is replayed. Immutable.
///
/// @param upTo null for all that is there
record Span(Bound from, @Nullable Bound upTo) {
    boolean holds(Origin transaction) {
        return from.isBefore(transaction) && (upTo == null || !upTo.isBefore(transaction));
    }

    String text() {
        return "from " + from.text() + (upTo == null ? " on" : " to " + upTo.text());
    }
}
