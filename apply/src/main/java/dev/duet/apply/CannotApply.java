package dev.duet.apply;

/// A target refuses our statements for a reason that neither time nor leaving a row out will cure.
public final class CannotApply extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotApply(String direction, Throwable cause) {
        super(direction + ": the target refuses to be written: " + cause.getMessage(), cause);
    }
}
