package dev.duet.mapping.fields;

/// A reference table did not answer: nothing is known about the value, which may do a moment later.
public final class CannotLookUp extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotLookUp(String message) {
        super(message);
    }

    public CannotLookUp(String table, Exception cause) {
        super(table + " cannot be looked up: " + cause.getMessage(), cause);
    }
}
