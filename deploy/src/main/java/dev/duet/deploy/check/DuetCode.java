package dev.duet.deploy.check;

/// Findings on what Duet keeps in both databases.
public enum DuetCode implements FindingCode {
    NOT_INITIALISED(
            "DU001",
            Severity.ERROR,
            "Duet's own tables are missing or empty",
            "Without them nothing can be applied, and no transaction could be told from an echo."),
    START_INCOMPLETE(
            "DU002",
            Severity.ERROR,
            "slot and checkpoints do not belong together",
            "Reading would start at a place that misses changes or applies them twice."),
    OTHER_INCARNATION(
            "DU003",
            Severity.ERROR,
            "the peer is not the database it was",
            "The peer was rebuilt or restored: its log does not continue the one that was"
                    + " applied."),
    OTHER_NAME(
            "DU004",
            Severity.ERROR,
            "the database has another name in Duet's tables",
            "The file may point to the wrong database."),
    QUARANTINE_NOT_EMPTY(
            "DU005",
            Severity.INFO,
            "records are in quarantine",
            "These records differ between the systems until somebody retries or discards them.");

    private final About about;

    DuetCode(String id, Severity severity, String title, String risk) {
        this.about = new About(id, severity, title, risk);
    }

    @Override
    public About about() {
        return about;
    }
}
