package dev.duet.mapping.fields;

/// What the file says of a field does not fit its columns.
final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String mend;

    Misfit(String reason, String mend) {
        super(reason);
        this.mend = mend;
    }

    FieldMapping.Refused refused() {
        return new FieldMapping.Refused(String.valueOf(getMessage()), mend);
    }
}
