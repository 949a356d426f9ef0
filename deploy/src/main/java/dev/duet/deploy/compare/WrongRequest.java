package dev.duet.deploy.compare;

/// What was asked for cannot be compared: wrong use.
final class WrongRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongRequest(String message) {
        super(message);
    }

    WrongRequest(String message, Exception cause) {
        super(message, cause);
    }
}
