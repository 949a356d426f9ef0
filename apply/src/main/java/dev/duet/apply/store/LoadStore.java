package dev.duet.apply.store;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// How far `duet load` has come with the entities of one source, in the database that it fills.
/// Stateless; the caller has the transaction, and the checkpoint row's lock.
public final class LoadStore {
    private final String source;

    /// What is left to do of an entity.
    public enum State {
        /// Rows behind the last key were not looked at yet.
        READING,
        /// All were looked at, and some wait for rows that they refer to.
        WAITING,
        DONE
    }

    /// What became of the rows that were looked at.
    ///
    /// @param read those that are no records, too
    /// @param already records that were there, and were left as they are
    /// @param refused records that cannot be there
    /// @param waiting records that refer to others which are not there yet
    public record Counts(long read, long inserted, long already, long refused, long waiting) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        public Counts plus(Counts more) {
            return new Counts(
                    read + more.read,
                    inserted + more.inserted,
                    already + more.already,
                    refused + more.refused,
                    waiting + more.waiting);
        }
    }

    /// @param holder the load that is at it
    /// @param lastKey the key of the row up to which all were looked at, as JSON; null at the
    ///   beginning
    public record Entry(
            String entity, String holder, State state, @Nullable String lastKey, Counts counts) {
        /// Nothing was looked at yet.
        public static Entry first(String entity, String holder) {
            return new Entry(entity, holder, State.READING, null, Counts.NONE);
        }

        public Entry by(String other) {
            return new Entry(entity, other, state, lastKey, counts);
        }

        public Entry at(State next, @Nullable String key, Counts now) {
            return new Entry(entity, holder, next, key, now);
        }
    }

    /// @param source whose rows they are
    public LoadStore(String source) {
        this.source = source;
    }

    public Optional<Entry> read(Connection connection, String entity) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT holder, state, last_key, rows_read, inserted, already, refused,"
                                + " waiting FROM duet.load WHERE source = ? AND entity = ?")) {
            select.setString(1, source);
            select.setString(2, entity);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(entry(entity, row)) : Optional.empty();
            }
        }
    }

    private static Entry entry(String entity, ResultSet row) throws SQLException {
        return new Entry(
                entity,
                row.getString("holder"),
                State.valueOf(row.getString("state")),
                row.getString("last_key"),
                new Counts(
                        row.getLong("rows_read"),
                        row.getLong("inserted"),
                        row.getLong("already"),
                        row.getLong("refused"),
                        row.getLong("waiting")));
    }

    /// Begins with an entity, or begins it anew.
    public void begin(Connection connection, Entry entry) throws SQLException {
        if (update(connection, entry, ", started_at = CURRENT_TIMESTAMP(6)")) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO duet.load (source, entity, holder, state) VALUES (?, ?, ?,"
                                + " ?)")) {
            insert.setString(1, source);
            insert.setString(2, entry.entity());
            insert.setString(3, entry.holder());
            insert.setString(4, entry.state().name());
            insert.executeUpdate();
        }
    }

    public void write(Connection connection, Entry entry) throws SQLException {
        if (!update(connection, entry, "")) {
            throw new IllegalStateException("no load has begun with " + entry.entity());
        }
    }

    private boolean update(Connection connection, Entry entry, String also) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE duet.load SET holder = ?, state = ?, last_key = ?, rows_read = ?,"
                                + " inserted = ?, already = ?, refused = ?, waiting = ?,"
                                + " updated_at = CURRENT_TIMESTAMP(6)"
                                + also
                                + " WHERE source = ? AND entity = ?")) {
            update.setString(1, entry.holder());
            update.setString(2, entry.state().name());
            update.setString(3, entry.lastKey());
            update.setLong(4, entry.counts().read());
            update.setLong(5, entry.counts().inserted());
            update.setLong(6, entry.counts().already());
            update.setLong(7, entry.counts().refused());
            update.setLong(8, entry.counts().waiting());
            update.setString(9, source);
            update.setString(10, entry.entity());
            return update.executeUpdate() > 0;
        }
    }
}
