package dev.duet.mapping.expressions;

/// What the file computes makes no sense. Says what is wrong and how to mend it.
public final class WrongExpression extends Exception {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String mend;

    WrongExpression(String what, String mend) {
        super(what);
        this.what = what;
        this.mend = mend;
    }

    public String what() {
        return what;
    }

    public String mend() {
        return mend;
    }
}
