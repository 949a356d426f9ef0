package dev.duet.deploy.init;

import dev.duet.deploy.init.FirstCheckpoint.Row;
import dev.duet.deploy.init.InitReport.Line;
import dev.duet.deploy.init.InitReport.State;
import dev.duet.deploy.init.mysql.LogBeginning;
import dev.duet.deploy.init.postgres.Slot;
import dev.duet.deploy.sql.SqlLiteral;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.LogSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Where both logs begin to be read: the slot and the two checkpoint rows, made together or found
/// whole. One thread.
///
/// The slot comes first and MySQL's position after it, both before any load: what is committed from
/// then on is read. How MySQL's tables are at that position is written down before the rows are.
final class Start {
    private final DuetConfig config;
    private final String slotName;
    private final InitReport report;

    Start(DuetConfig config, LogSource.Postgres log, InitReport report) {
        this.config = config;
        this.slotName = log.slot();
        this.report = report;
    }

    /// @param mysqlWriter its rows are `duet`'s; positions and slot are the readers'
    record Sessions(
            Connection postgresReader,
            Connection postgresWriter,
            Connection mysqlReader,
            Connection mysqlWriter) {}

    void make(Sessions sessions) throws SQLException {
        // The slot before the rows: beside a running Duet the rows only move on.
        Optional<Slot> slot = Slot.read(sessions.postgresReader(), slotName);
        Optional<Row> inPostgres = FirstCheckpoint.read(sessions.postgresWriter());
        Optional<Row> inMysql = FirstCheckpoint.read(sessions.mysqlWriter());
        String postgresNonce = incarnation(sessions.postgresWriter(), postgres());
        String mysqlNonce = incarnation(sessions.mysqlWriter(), mysql());
        if (slot.isEmpty() && inPostgres.isEmpty() && inMysql.isEmpty()) {
            create(sessions, postgresNonce, mysqlNonce);
        } else if (slot.isPresent() && inPostgres.isPresent() && inMysql.isPresent()) {
            requirePeer(postgres(), inPostgres.get(), mysql(), mysqlNonce);
            requirePeer(mysql(), inMysql.get(), postgres(), postgresNonce);
            Row.resume(inMysql, inPostgres).ifPresent(resume -> requireUsable(slot.get(), resume));
            reportAll(State.EXISTS);
        } else {
            throw refused(
                    "%s: %s, %s: %s, %s: %s; the three belong together"
                            .formatted(
                                    "slot " + slotName,
                                    word(slot),
                                    "checkpoint in " + postgres(),
                                    word(inPostgres),
                                    "checkpoint in " + mysql(),
                                    word(inMysql)));
        }
    }

    private void create(Sessions sessions, String postgresNonce, String mysqlNonce)
            throws SQLException {
        Lsn lsn = Slot.create(sessions.postgresReader(), slotName);
        LogBeginning beginning = LogBeginning.take(sessions.mysqlReader(), config);
        BinlogPosition binlog = beginning.place();
        beginning.write(sessions.mysqlWriter());
        new FirstCheckpoint(mysql(), binlog, lsn, mysqlNonce).insert(sessions.postgresWriter());
        new FirstCheckpoint(postgres(), lsn, binlog, postgresNonce).insert(sessions.mysqlWriter());
        reportAll(State.CREATED);
    }

    private void reportAll(State state) {
        report.line(new Line(postgres(), state, "slot " + slotName));
        report.line(new Line(postgres(), state, "checkpoint of " + mysql()));
        report.line(new Line(mysql(), state, "checkpoint of " + postgres()));
    }

    private void requirePeer(String here, Row row, String peer, String peerNonce) {
        if (!row.source().equals(peer)) {
            throw refused(
                    "%s receives from '%s', not from '%s'".formatted(here, row.source(), peer));
        }
        if (!row.incarnation().equals(peerNonce)) {
            throw refused(
                    "%s was rebuilt or replaced since %s last received from it (incarnation %s, now %s)"
                            .formatted(peer, here, row.incarnation(), peerNonce));
        }
    }

    private void requireUsable(Slot slot, Position resume) {
        if (!slot.plugin().equals("pgoutput")
                || !slot.database().equals(config.postgres().database())) {
            throw refused(
                    "slot %s is another's: plugin '%s', database '%s'"
                            .formatted(slotName, slot.plugin(), slot.database()));
        }
        if (slot.isLost()) {
            throw refused(
                    "slot "
                            + slotName
                            + " is lost: PostgreSQL discarded log that was still needed");
        }
        Lsn confirmed = slot.confirmed();
        if (confirmed != null && confirmed.isAfter(resume)) {
            throw refused(
                    "slot %s stands at %s, past %s where %s must be read again: it was recreated, or another reads it"
                            .formatted(slotName, confirmed, resume, postgres()));
        }
    }

    private CannotInitialise refused(String message) {
        return new CannotInitialise(
                message,
                """
                If nothing was synced yet, or both sides will be compared or loaded anew, begin again. In %s:

                SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = %s;
                DELETE FROM duet.checkpoint;
                UPDATE duet.hold SET is_over = TRUE;
                UPDATE duet.hold_end SET is_over = TRUE;

                In %s:

                DELETE FROM duet.checkpoint;
                UPDATE duet.hold SET is_over = TRUE;
                UPDATE duet.hold_end SET is_over = TRUE;

                Then run 'duet init' again. What was changed on either side in between is not carried over by itself.\
                """
                        .formatted(
                                postgres(),
                                SqlLiteral.of(DatabaseKind.POSTGRES, slotName),
                                mysql()));
    }

    private static String incarnation(Connection connection, String system) throws SQLException {
        return Identity.read(connection)
                .map(Identity::incarnation)
                .orElseThrow(
                        () ->
                                new CannotInitialise(
                                        system + ": duet.system is empty",
                                        "Run 'duet init' with somebody who may write it, or 'duet"
                                                + " init --print'."));
    }

    private static String word(Optional<?> found) {
        return found.isPresent() ? "present" : "missing";
    }

    private String postgres() {
        return config.postgres().name();
    }

    private String mysql() {
        return config.mysql().name();
    }
}
