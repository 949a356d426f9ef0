package dev.duet.apply;

/// Another instance has taken over: this one can write nothing any more and must end.
public final class Fenced extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Fenced(String message) {
        super(message);
    }

    Fenced(long ours, long theirs) {
        this("another instance took over under fencing token " + theirs + "; ours was " + ours);
    }
}
