package dev.duet.deploy.check;

import java.util.Locale;

/// How much a finding matters, worst first.
public enum Severity {
    /// The sync cannot start, or would lose or refuse data in ordinary running.
    ERROR,
    /// Some event, such as a crash or an unusual value, would do harm; or a user may do more than
    /// it needs.
    WARNING,
    /// Good to know.
    INFO;

    /// Lower case, as scripts read it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
