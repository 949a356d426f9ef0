package dev.duet.deploy.init;

/// What exists contradicts what `init` would make, or a right is missing. Nothing was changed by
/// the refused step.
public final class CannotInitialise extends RuntimeException {
    private final String mend;

    /// @param mend what a person does about it, with the SQL
    public CannotInitialise(String message, String mend) {
        super(message);
        this.mend = mend;
    }

    public String mend() {
        return mend;
    }
}
