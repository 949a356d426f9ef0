package dev.duet.deploy.check;

/// One thing that `check` found.
///
/// @param system in which it is, and in which the mend's SQL runs
/// @param subject a setting, a table, a column or a role
/// @param what is the case, with the values found
public record Finding(FindingCode code, String system, String subject, String what, Mend mend) {
    public Severity severity() {
        return code.severity();
    }
}
