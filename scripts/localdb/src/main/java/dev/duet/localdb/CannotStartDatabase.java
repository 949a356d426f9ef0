package dev.duet.localdb;

import org.jspecify.annotations.Nullable;

/// A local database could not be prepared, started or ended; the message says what was tried and
/// how to mend it.
public final class CannotStartDatabase extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotStartDatabase(String message) {
        super(message);
    }

    CannotStartDatabase(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
