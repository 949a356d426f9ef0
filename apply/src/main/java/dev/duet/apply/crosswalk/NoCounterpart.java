package dev.duet.apply.crosswalk;

import dev.duet.schemas.PeerKey;

import java.sql.SQLIntegrityConstraintViolationException;

/// A row refers to a record of the other side that is not here: what a foreign key would say, too.
final class NoCounterpart extends SQLIntegrityConstraintViolationException {
    private static final long serialVersionUID = 1;

    NoCounterpart(String column, PeerKey key) {
        super(
                "%s refers to the record %d of %s on the other side, which has no counterpart here"
                        .formatted(column, key.number(), key.entity()),
                "23503");
    }
}
