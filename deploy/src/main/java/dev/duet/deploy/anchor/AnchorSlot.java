package dev.duet.deploy.anchor;

import dev.duet.schemas.config.LogSource;
import dev.duet.schemas.config.Settings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/// The slot that stays behind, and the notes of where the log was when. One thread.
final class AnchorSlot {
    private static final Logger log = LoggerFactory.getLogger(AnchorSlot.class);

    private static final String LOOK =
            "SELECT active, wal_status = 'lost' AS lost FROM pg_replication_slots WHERE slot_name ="
                    + " ?";
    private static final String MAKE = "SELECT pg_create_logical_replication_slot(?, 'pgoutput')";
    private static final String DROP = "SELECT pg_drop_replication_slot(?)";

    /// To the youngest place that is as old as the window, or, where that is too much log, to the
    /// oldest that is not.
    private static final String MOVE =
            """
            SELECT pg_replication_slot_advance(slot_name, goal.position)
            FROM pg_replication_slots CROSS JOIN LATERAL (SELECT greatest(
                (SELECT max(position) FROM duet.anchor
                 WHERE noted_at <= clock_timestamp() - make_interval(secs => ?)),
                CASE WHEN pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn) > ?
                     THEN (SELECT min(position) FROM duet.anchor
                           WHERE pg_wal_lsn_diff(pg_current_wal_lsn(), position) <= ?)
                END) AS position) AS goal
            WHERE slot_name = ? AND NOT active AND goal.position > confirmed_flush_lsn
            """;

    private static final String NOTE =
            "INSERT INTO duet.anchor (position) SELECT pg_current_wal_lsn()";
    private static final String FORGET =
            "DELETE FROM duet.anchor WHERE position < (SELECT confirmed_flush_lsn FROM"
                    + " pg_replication_slots WHERE slot_name = ?)";

    private final String slot;
    private final Duration window;
    private final long bytes;

    AnchorSlot(LogSource.Postgres source, Settings settings) {
        this.slot = source.anchor().slot();
        this.window = settings.replayWindow();
        this.bytes = settings.replaySize().bytes();
    }

    String name() {
        return slot;
    }

    /// One round.
    ///
    /// @param reader without a transaction
    void keep(Connection reader, Connection writer) throws SQLException {
        State state = look(reader);
        if (window.isZero()) {
            if (state == State.THERE || state == State.LOST) {
                call(reader, DROP);
                log.info("the anchor is dropped, as the file keeps no log slot={}", slot);
            }
            return;
        }
        if (state == State.LOST) {
            call(reader, DROP);
            log.warn("the server had discarded the anchor's log: it is made anew slot={}", slot);
        }
        if (state == State.LOST || state == State.MISSING) {
            call(reader, MAKE);
            log.info("the anchor is made: from here on log can be replayed slot={}", slot);
        }
        update(writer, NOTE);
        move(reader);
        try (PreparedStatement forget = writer.prepareStatement(FORGET)) {
            forget.setString(1, slot);
            forget.executeUpdate();
        }
        writer.commit();
    }

    private enum State {
        MISSING,
        THERE,
        /// Somebody replays: it is left alone.
        READ,
        LOST
    }

    private State look(Connection reader) throws SQLException {
        try (PreparedStatement statement = reader.prepareStatement(LOOK)) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return State.MISSING;
                }
                if (row.getBoolean("active")) {
                    return State.READ;
                }
                return row.getBoolean("lost") ? State.LOST : State.THERE;
            }
        }
    }

    private void call(Connection reader, String sql) throws SQLException {
        try (PreparedStatement statement = reader.prepareStatement(sql)) {
            statement.setString(1, slot);
            statement.execute();
        }
    }

    private static void update(Connection writer, String sql) throws SQLException {
        try (PreparedStatement statement = writer.prepareStatement(sql)) {
            statement.executeUpdate();
        }
        writer.commit();
    }

    private void move(Connection reader) throws SQLException {
        try (PreparedStatement statement = reader.prepareStatement(MOVE)) {
            statement.setDouble(1, window.toMillis() / 1_000.0);
            statement.setLong(2, bytes);
            statement.setLong(3, bytes);
            statement.setString(4, slot);
            statement.execute();
        }
    }
}
