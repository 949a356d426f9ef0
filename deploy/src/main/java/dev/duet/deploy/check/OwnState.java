package dev.duet.deploy.check;

import dev.duet.deploy.init.FirstCheckpoint;
import dev.duet.deploy.init.FirstCheckpoint.Row;
import dev.duet.deploy.init.Identity;
import dev.duet.deploy.init.OwnTables;
import dev.duet.deploy.init.Step;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// What Duet keeps in one database, as far as `init` has made it. Immutable.
///
/// @param complete whether all its tables are there and have their first rows
/// @param checkpoint the row on what this database received from its peer
/// @param held how many records wait in quarantine
record OwnState(
        SystemConfig system,
        boolean complete,
        Optional<Identity> identity,
        Optional<Row> checkpoint,
        long held) {

    static OwnState read(Connection connection, SystemConfig system) throws SQLException {
        for (Step step : OwnTables.steps(system.kind())) {
            if (!isThere(step, connection)) {
                return new OwnState(system, false, Optional.empty(), Optional.empty(), 0);
            }
        }
        long held =
                Rows.of(
                                connection,
                                "SELECT COUNT(*) AS held FROM duet.quarantine WHERE status IN"
                                        + " ('held', 'rejected', 'releasing', 'discarding')")
                        .rows()
                        .getFirst()
                        .number("held");
        return new OwnState(
                system, true, Identity.read(connection), FirstCheckpoint.read(connection), held);
    }

    /// A table that may not be read is as good as missing; the lacking right is a finding of its
    /// own.
    private static boolean isThere(Step step, Connection connection) {
        try {
            return step.probe().finds(connection);
        } catch (SQLException _) {
            return false;
        }
    }

    /// From where this database's log must be read again.
    Optional<Position> resume(OwnState peer) {
        return Row.resume(peer.checkpoint, checkpoint);
    }

    /// Holds both databases' states beside each other.
    static void compare(OwnState one, OwnState other, boolean slotExists, Findings findings) {
        one.lone(other, findings.in(one.system.name()));
        other.lone(one, findings.in(other.system.name()));
        boolean begun = one.checkpoint.isPresent() || other.checkpoint.isPresent() || slotExists;
        boolean whole = one.checkpoint.isPresent() && other.checkpoint.isPresent() && slotExists;
        if (one.complete && other.complete && begun && !whole) {
            findings.in(one.system.name())
                    .add(
                            DuetCode.START_INCOMPLETE,
                            "slot and checkpoints",
                            "slot %s, checkpoint in %s %s, checkpoint in %s %s"
                                    .formatted(
                                            word(slotExists),
                                            one.system.name(),
                                            word(one.checkpoint.isPresent()),
                                            other.system.name(),
                                            word(other.checkpoint.isPresent())),
                            Mend.words(
                                    "Run 'duet init': it says what to do about what was missed."));
        }
    }

    private static String word(boolean there) {
        return there ? "present" : "missing";
    }

    private void lone(OwnState peer, Findings.InSystem findings) {
        if (!complete || identity.isEmpty()) {
            findings.add(
                    DuetCode.NOT_INITIALISED,
                    "schema duet",
                    "tables or first rows are missing",
                    Mend.words("Run 'duet init', or 'duet init --print' for a DBA."));
            return;
        }
        if (!identity.get().name().equals(system.name())) {
            findings.add(
                    DuetCode.OTHER_NAME,
                    "duet.system",
                    "it says '" + identity.get().name() + "'",
                    Mend.words(
                            "Name the system '%s' in the file again, or check its host and database."
                                    .formatted(identity.get().name())));
        }
        checkpoint.ifPresent(row -> peerIdentity(row, peer, findings));
        if (held > 0) {
            findings.add(
                    DuetCode.QUARANTINE_NOT_EMPTY,
                    "duet.quarantine",
                    held + " changes are held",
                    Mend.words("Look at them: 'duet quarantine list'."));
        }
    }

    private static void peerIdentity(Row row, OwnState peer, Findings.InSystem findings) {
        Optional<Identity> now = peer.identity();
        if (now.isPresent() && !row.incarnation().equals(now.get().incarnation())) {
            findings.add(
                    DuetCode.OTHER_INCARNATION,
                    "duet.checkpoint",
                    "it knows %s as %s, which is now %s"
                            .formatted(row.source(), row.incarnation(), now.get().incarnation()),
                    Mend.words(
                            "Run 'duet init': it says how to begin again; then compare both"
                                    + " sides."));
        }
    }
}
