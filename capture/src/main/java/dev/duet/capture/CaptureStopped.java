package dev.duet.capture;

/// The reader of a log has ended; the cause says why. A new one may be started after a while.
public final class CaptureStopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CaptureStopped(Throwable cause) {
        super("the log reader has stopped: " + cause.getMessage(), cause);
    }
}
