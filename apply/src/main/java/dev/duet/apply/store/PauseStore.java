package dev.duet.apply.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The rows of `duet.pause`: which entities are paused. Stateless; works in the caller's
/// transaction.
public final class PauseStore {
    private static final int WAITS_MAX = 4000;

    /// What an entity's changes meet.
    public enum State {
        /// They are carried over.
        ON,
        /// Their records are remembered, and nothing else.
        PAUSED,
        /// The same for records that were parked and are not mended yet; others are carried over.
        RESUMING;

        public String word() {
            return switch (this) {
                case ON -> "on";
                case PAUSED -> "paused";
                case RESUMING -> "resuming";
            };
        }

        static State of(String word) {
            for (State state : values()) {
                if (state.word().equals(word)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("no state of an entity: " + word);
        }
    }

    /// Why it was paused.
    public enum Cause {
        PERSON,
        /// A mapped column is not what it was.
        STRUCTURE,
        /// Not even its key is there: nothing of it is remembered, and its tables are compared
        /// before it resumes.
        LEFT_OUT
    }

    /// What was last said about one entity. Immutable.
    ///
    /// @param turn how often it was said; 0 for never
    /// @param waits why records are parked still; empty where that is not known yet
    /// @param isObeyed whether a running instance has taken it up
    public record Pause(
            String entity,
            long turn,
            State state,
            Cause cause,
            String reason,
            String by,
            String waits,
            Duration age,
            boolean isObeyed) {
        /// What nobody has said anything about.
        public static Pause none(String entity) {
            return new Pause(entity, 0, State.ON, Cause.PERSON, "", "", "", Duration.ZERO, true);
        }

        /// Paused from now on; the same where it is already.
        public Pause paused(Cause why, String words, String person) {
            return state == State.PAUSED ? this : next(State.PAUSED, why, words, person);
        }

        /// Paused for its tables do not fit the file, whoever has paused it before; the same where
        /// that is said already.
        public Pause altered(String words, String person) {
            return isAltered() ? this : next(State.PAUSED, Cause.STRUCTURE, words, person);
        }

        /// The same for one of which nothing is left.
        public Pause leftOut(String words, String person) {
            return isAltered() && cause == Cause.LEFT_OUT
                    ? this
                    : next(State.PAUSED, Cause.LEFT_OUT, words, person);
        }

        /// Whether its tables did not fit the file when that was said.
        public boolean isAltered() {
            return state == State.PAUSED && cause != Cause.PERSON;
        }

        /// Whether clients may have changed records of it that nobody has remembered.
        public boolean isUnseen() {
            return state != State.ON && cause == Cause.LEFT_OUT;
        }

        /// Both sides were compared, and what differs is remembered.
        public Pause compared() {
            return said(state, Cause.STRUCTURE, reason, by);
        }

        /// Resuming from now on, where it is paused.
        public Pause resumed(String words, String person) {
            return state == State.PAUSED ? next(State.RESUMING, cause, words, person) : this;
        }

        /// What nobody has remembered stays so whatever is said.
        private Pause next(State now, Cause why, String words, String person) {
            return said(now, isUnseen() ? Cause.LEFT_OUT : why, words, person);
        }

        private Pause said(State now, Cause why, String words, String person) {
            return new Pause(entity, turn + 1, now, why, words, person, "", Duration.ZERO, false);
        }

        /// Whether all that clients do to it is to be remembered, and nothing carried over.
        public boolean parksAll() {
            return state == State.PAUSED || state == State.RESUMING && isUnseen();
        }

        public boolean isOn() {
            return state == State.ON;
        }
    }

    /// What was last said about one entity.
    public Pause read(Connection connection, String entity) throws SQLException {
        return read(connection).getOrDefault(entity, Pause.none(entity));
    }

    /// By entity; those that nobody has said anything about are not among them.
    public Map<String, Pause> read(Connection connection) throws SQLException {
        Map<String, Pause> found = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT entity, turn, obeyed_turn, state, cause, reason,"
                                        + " changed_by, waits, changed_at, CURRENT_TIMESTAMP(6) AS"
                                        + " moment FROM duet.pause ORDER BY entity")) {
            while (row.next()) {
                Pause pause = pause(row);
                found.put(pause.entity(), pause);
            }
        }
        return found;
    }

    private static Pause pause(ResultSet row) throws SQLException {
        long age = row.getTimestamp("moment").getTime() - row.getTimestamp("changed_at").getTime();
        return new Pause(
                row.getString("entity"),
                row.getLong("turn"),
                State.of(row.getString("state")),
                Cause.valueOf(row.getString("cause")),
                row.getString("reason"),
                row.getString("changed_by"),
                row.getString("waits"),
                Duration.ofMillis(Math.max(0, age)),
                row.getLong("obeyed_turn") == row.getLong("turn"));
    }

    /// Says something anew.
    ///
    /// @return whether nobody else has said something since the turn before
    public boolean say(Connection connection, Pause next) throws SQLException {
        String sql =
                next.turn() == 1
                        ? "INSERT INTO duet.pause (state, cause, reason, changed_by, turn, entity)"
                                + " VALUES (?, ?, ?, ?, ?, ?)"
                        : "UPDATE duet.pause SET state = ?, cause = ?, reason = ?, changed_by = ?,"
                                + " turn = ?, waits = '', changed_at = CURRENT_TIMESTAMP(6) WHERE"
                                + " entity = ? AND turn = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, next.state().word());
            statement.setString(2, next.cause().name());
            statement.setString(3, next.reason());
            statement.setString(4, next.by());
            statement.setLong(5, next.turn());
            statement.setString(6, next.entity());
            if (next.turn() > 1) {
                statement.setLong(7, next.turn() - 1);
            }
            return statement.executeUpdate() == 1;
        }
    }

    /// Notes that a running instance has taken up what was said.
    public void obeyed(Connection connection, Pause pause) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE duet.pause SET obeyed_turn = turn WHERE entity = ? AND turn = ?")) {
            statement.setString(1, pause.entity());
            statement.setLong(2, pause.turn());
            statement.executeUpdate();
        }
    }

    /// Notes that an entity that was resuming goes on, if nobody has said otherwise meanwhile.
    public void isOn(Connection connection, Pause resuming) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE duet.pause SET state = ?, waits = '', changed_at ="
                                + " CURRENT_TIMESTAMP(6) WHERE entity = ? AND turn = ?")) {
            statement.setString(1, State.ON.word());
            statement.setString(2, resuming.entity());
            statement.setLong(3, resuming.turn());
            statement.executeUpdate();
        }
    }

    /// Notes why records of an entity that resumes are parked still.
    public void waits(Connection connection, Pause resuming, String why) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE duet.pause SET waits = ? WHERE entity = ? AND turn = ?")) {
            statement.setString(1, why.length() > WAITS_MAX ? why.substring(0, WAITS_MAX) : why);
            statement.setString(2, resuming.entity());
            statement.setLong(3, resuming.turn());
            statement.executeUpdate();
        }
    }
}
