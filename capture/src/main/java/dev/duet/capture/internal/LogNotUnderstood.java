package dev.duet.capture.internal;

/// The log's records do not add up: the reader stops rather than guess.
public final class LogNotUnderstood extends RuntimeException {
    private static final long serialVersionUID = 1;

    LogNotUnderstood(String message) {
        super(message);
    }
}
