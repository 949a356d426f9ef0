package dev.duet.deploy.replay.postgres;

import dev.duet.deploy.replay.Bound;
import dev.duet.deploy.replay.CannotReplay;
import dev.duet.deploy.replay.HeldLog;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.LogSource;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The WAL that the anchor slot keeps. The slot itself is read, and acknowledges nothing: a copy
/// would outlive a process that is killed, and go on keeping log.
public final class AnchorLog implements HeldLog {
    private static final String READ =
            "SELECT confirmed_flush_lsn::text AS begins, wal_status, active,"
                    + " pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) AS held"
                    + " FROM pg_replication_slots WHERE slot_name = ?";

    private final String slot;

    public AnchorLog(LogSource.Postgres source) {
        this.slot = source.anchor().slot();
    }

    @Override
    public Answer held(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return new Answer.Unreadable(
                            "PostgreSQL's log cannot be read again without an anchor, and there is"
                                    + " no slot "
                                    + slot
                                    + ": say settings.replay-window in the file, for the next"
                                    + " time");
                }
                if ("lost".equals(row.getString("wal_status"))) {
                    return new Answer.Unreadable(
                            "the server has discarded the log that the anchor "
                                    + slot
                                    + " kept (max_slot_wal_keep_size); 'duet run' makes it anew");
                }
                if (row.getBoolean("active")) {
                    return new Answer.Unreadable(
                            "another replay reads the anchor " + slot + " at this moment");
                }
                Lsn begin = Lsn.parse(row.getString("begins"));
                return new Answer.Readable(
                        new Held(
                                begin,
                                false,
                                "from %s on, %s in the anchor %s"
                                        .formatted(begin.text(), row.getString("held"), slot)));
            }
        }
    }

    /// Always at the anchor: a later start would move it there.
    @Override
    public Position startFor(Connection connection, Held held, Bound from) {
        if (from instanceof Bound.AtLsn at && held.begin().isAfter(at.lsn())) {
            throw new CannotReplay(
                    "%s is not held any more: the anchor's log begins at %s; say that or later"
                            .formatted(at.text(), held.begin().text()));
        }
        return held.begin();
    }
}
