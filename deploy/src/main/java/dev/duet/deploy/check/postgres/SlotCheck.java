package dev.duet.deploy.check.postgres;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.check.Rows;
import dev.duet.deploy.check.Rows.Row;
import dev.duet.deploy.init.postgres.Slot;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Position;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The replication slot: there, Duet's, whole, and where the checkpoint says. One thread.
public final class SlotCheck {
    private static final String RESET =
            "Changes between are lost to the log: run 'duet init' anew as it says, and compare both"
                    + " sides.";

    private static final String READER =
            """
            SELECT coalesce(a.application_name, '') AS application, coalesce(a.client_addr::text, 'local') AS address,
                   coalesce(a.usename, 'another user') AS usename
            FROM pg_catalog.pg_stat_activity a WHERE a.pid = ?::int
            """;

    private SlotCheck() {}

    /// @param found the slot of that name
    /// @param resume from where the log must be read again, as the other database's checkpoint says
    public static void run(
            Connection connection,
            String name,
            Optional<Slot> found,
            String database,
            Optional<Position> resume,
            Findings.InSystem findings)
            throws SQLException {
        if (found.isEmpty()) {
            findings.add(
                    PostgresCode.SLOT_MISSING,
                    name,
                    "there is no replication slot " + name,
                    Mend.words(
                            "Run 'duet init'. Where it was there before, it says what to do about"
                                    + " what was missed."));
            return;
        }
        Slot slot = found.get();
        String subject = "slot " + name;
        if (!slot.plugin().equals("pgoutput")
                || !slot.database().equals(database)
                || slot.temporary()) {
            findings.add(
                    PostgresCode.SLOT_FOREIGN,
                    subject,
                    "plugin '%s', database '%s'%s"
                            .formatted(
                                    slot.plugin(),
                                    slot.database(),
                                    slot.temporary() ? ", temporary" : ""),
                    Mend.words(
                            "Name another slot in the file (slot: <name>), or drop this one if"
                                    + " nobody needs it; then run 'duet init'."));
            return;
        }
        health(slot, subject, resume, findings);
        if (slot.activePid() != 0) {
            Optional<Row> reader =
                    Rows.of(connection, READER, Integer.toString(slot.activePid())).first();
            findings.add(
                    PostgresCode.SLOT_ACTIVE,
                    subject,
                    reader.map(
                                    row ->
                                            "read by %s from %s, process %d, application '%s'"
                                                    .formatted(
                                                            row.text("usename"),
                                                            row.text("address"),
                                                            slot.activePid(),
                                                            row.text("application")))
                            .orElse("read by process " + slot.activePid()),
                    Mend.words("Nothing to do if that is Duet; else end that reader."));
        }
    }

    private static void health(
            Slot slot, String subject, Optional<Position> resume, Findings.InSystem findings) {
        if (slot.isLost()) {
            findings.add(
                    PostgresCode.SLOT_LOST, subject, "its wal_status is lost", Mend.words(RESET));
        } else if (slot.walStatus().equals("unreserved")) {
            findings.add(
                    PostgresCode.SLOT_BEHIND,
                    subject,
                    "its wal_status is unreserved: the next checkpoint may discard its log",
                    Mend.sql(
                                    "ALTER SYSTEM SET max_slot_wal_keep_size = -1",
                                    "SELECT pg_reload_conf()")
                            .andThen("Then let Duet catch up, and set a limit again."));
        }
        Lsn confirmed = slot.confirmed();
        if (confirmed != null && resume.isPresent() && confirmed.isAfter(resume.get())) {
            findings.add(
                    PostgresCode.SLOT_AHEAD,
                    subject,
                    "it is confirmed up to %s, and must be read again from %s"
                            .formatted(confirmed, resume.get().text()),
                    Mend.words(RESET));
        }
    }
}
