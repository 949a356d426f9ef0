package dev.duet.deploy.docs;

import java.io.IOException;

/// A document could not be written.
public final class CannotWrite extends RuntimeException {
    /// @param mend which option names another place
    public CannotWrite(String place, String mend, IOException cause) {
        super(
                "cannot write %s (%s); %s".formatted(place, cause.getClass().getSimpleName(), mend),
                cause);
    }
}
