package dev.duet.deploy.config;

import java.util.Comparator;

/// One mistake in the file: where it is, what is wrong and how to mend it. Never holds a password.
///
/// @param path the keys from the top of the file, such as `entities.customer.key`; empty for the
///   file as a whole
public record Problem(String file, int line, int column, String path, String what, String mend) {
    static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt(Problem::line)
                    .thenComparingInt(Problem::column)
                    .thenComparing(Problem::path);

    public Problem {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("no such place: " + line + ":" + column);
        }
        if (what.isBlank() || mend.isBlank()) {
            throw new IllegalArgumentException("a problem says what is wrong and how to mend it");
        }
    }

    /// The one line that people see.
    @Override
    public String toString() {
        String where = file + ":" + line + ":" + column + "  ";
        String subject = path.isEmpty() ? "" : path + ": ";
        return where + subject + what + ".  Mend: " + mend + ".";
    }
}
