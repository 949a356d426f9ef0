package dev.duet.deploy.support;

import dev.duet.schemas.GtidSet;
import dev.duet.schemas.Lsn;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A row of `duet.conflict`.
///
/// @param field null when it is about the record's presence
/// @param theirs what the incoming change wrote into the field
/// @param ours what the change it met wrote
/// @param theirPosition of the incoming change in the peer's log, as a number that orders
/// @param ourPosition of the change it met, likewise
public record ConflictEntry(
        String entity,
        String key,
        @Nullable String field,
        String winner,
        String rule,
        String reason,
        @Nullable String theirs,
        @Nullable String ours,
        long theirPosition,
        long ourPosition) {
    /// `x: erp`
    public String summary() {
        return what() + ": " + winner;
    }

    /// `x`
    public String what() {
        return field == null ? "presence" : field;
    }

    /// Which two changes it is about, and in what: recorded once.
    public String pair() {
        return String.join(
                " ", entity, key, field, Long.toString(theirPosition), Long.toString(ourPosition));
    }

    /// All of one side, oldest first.
    public static List<ConflictEntry> of(Workbench workbench, Shop shop) throws SQLException {
        Connection connection = workbench.connection(shop);
        List<ConflictEntry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM duet.conflict ORDER BY id")) {
            while (row.next()) {
                entries.add(
                        new ConflictEntry(
                                row.getString("entity"),
                                row.getString("record_key"),
                                row.getString("field"),
                                row.getString("winner"),
                                row.getString("rule"),
                                row.getString("reason"),
                                row.getString("source_value"),
                                row.getString("target_value"),
                                ordinal(row.getString("position")),
                                row.getLong("target_position")));
            }
        }
        return entries;
    }

    /// The position is as a person knows it where the change's transaction is still at hand.
    private static long ordinal(String position) {
        if (position.chars().allMatch(Character::isDigit)) {
            return Long.parseLong(position);
        }
        return position.contains("/")
                ? Lsn.parse(position).ordinal()
                : GtidSet.parse(position).count();
    }
}
