package dev.duet.mapping.expressions;

import java.util.Optional;

/// What the file computes makes no sense. Says what is wrong and how to mend it.
public final class WrongExpression extends Exception {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String mend;
    private final String unknown;

    WrongExpression(String what, String mend) {
        this(what, mend, "");
    }

    WrongExpression(String what, String mend, String unknown) {
        super(what);
        this.what = what;
        this.mend = mend;
        this.unknown = unknown;
    }

    public String what() {
        return what;
    }

    public String mend() {
        return mend;
    }

    /// The name that it does not know, if that is what is wrong.
    public Optional<String> unknown() {
        return unknown.isEmpty() ? Optional.empty() : Optional.of(unknown);
    }
}
