package dev.duet.deploy.run;

import java.sql.SQLException;

/// What a paused entity's clients did cannot be noted now; it is read again.
final class CannotPark extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotPark(String system, SQLException cause) {
        super(
                system
                        + " cannot take note of a paused entity's records in duet.parked: "
                        + cause.getMessage()
                        + "; where the table is missing, run 'duet init' again",
                cause);
    }
}
