package dev.duet.apply.crosswalk;

import java.sql.SQLException;

/// `duet.identity` cannot be read at the moment.
public final class CannotReadPairs extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final SQLException failure;

    CannotReadPairs(SQLException failure) {
        super(
                "duet.identity cannot be read (where it is missing, 'duet init' makes it): "
                        + failure.getMessage(),
                failure);
        this.failure = failure;
    }

    /// What the database said.
    public SQLException failure() {
        return failure;
    }
}
