package dev.duet.deploy.check;

import java.util.List;

/// How a finding is mended: SQL to run as it is in the finding's system, and what else to do or
/// know.
///
/// @param sql statements without their semicolons, in order; empty where SQL cannot mend it
/// @param note in words; empty when the SQL is all
public record Mend(List<String> sql, String note) {
    public Mend {
        sql = List.copyOf(sql);
        if (sql.isEmpty() && note.isBlank()) {
            throw new IllegalArgumentException("a finding says how to mend it");
        }
    }

    public static Mend sql(String... statements) {
        return new Mend(List.of(statements), "");
    }

    public static Mend words(String note) {
        return new Mend(List.of(), note);
    }

    /// Of words as other messages have them.
    public static Mend sentence(String words) {
        return words(Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".");
    }

    public Mend andThen(String more) {
        return new Mend(sql, note.isEmpty() ? more : note + " " + more);
    }
}
