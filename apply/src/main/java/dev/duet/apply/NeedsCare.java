package dev.duet.apply;

import org.jspecify.annotations.Nullable;

/// A row was refused, and the batch must be taken again with care.
final class NeedsCare extends RuntimeException {
    private static final long serialVersionUID = 1;

    NeedsCare(@Nullable Throwable cause) {
        super(cause);
    }
}
