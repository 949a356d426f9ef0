package dev.duet.deploy.storm;

import dev.duet.deploy.support.Sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Changes a few hot records and some cold ones of the storm's tables. One thread.
final class StormChanges implements StormClient.Changes {
    private static final List<String> TABLES = List.copyOf(Storm.PRESENCE.keySet());
    private static final List<String> WORDS =
            List.of("own_crm", "own_erp", "late", "pref", "plain", "graded");
    private static final int HOT_KEYS = 3;
    private static final int KEYS = 40;

    private final String name;
    private final Random random;
    private int words;

    StormChanges(String name, Random random) {
        this.name = name;
        this.random = random;
    }

    @Override
    public void make(Connection connection) throws SQLException {
        change(connection, TABLES.get(random.nextInt(TABLES.size())), key());
    }

    private long key() {
        return random.nextInt(3) > 0
                ? 1 + random.nextInt(HOT_KEYS)
                : HOT_KEYS + 1 + random.nextInt(KEYS);
    }

    private void change(Connection connection, String table, long key) throws SQLException {
        switch (random.nextInt(16)) {
            case 0, 1 -> delete(connection, table, key);
            case 2 -> {
                delete(connection, table, key);
                insert(connection, table, key);
            }
            case 3 ->
                    Sql.update(
                            connection, "UPDATE " + table + " SET id = ? WHERE id = ?", key(), key);
            case 4, 5 -> insert(connection, table, key);
            default -> {
                if (update(connection, table, key) == 0 && random.nextBoolean()) {
                    insert(connection, table, key);
                }
            }
        }
    }

    private void delete(Connection connection, String table, long key) throws SQLException {
        Sql.update(connection, "DELETE FROM " + table + " WHERE id = ?", key);
    }

    private void insert(Connection connection, String table, long key) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO " + table + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key,
                word(),
                word(),
                word(),
                word(),
                word(),
                word(),
                random.nextInt(1000),
                random.nextInt(1000),
                random.nextInt(10));
    }

    private int update(Connection connection, String table, long key) throws SQLException {
        List<String> sets = new ArrayList<>();
        for (String field : WORDS) {
            if (random.nextInt(3) == 0) {
                sets.add(field + " = " + (random.nextInt(8) == 0 ? "NULL" : "'" + word() + "'"));
            }
        }
        if (random.nextInt(3) == 0) {
            sets.add("high = " + random.nextInt(1000));
        }
        if (random.nextInt(3) == 0) {
            sets.add("low = " + random.nextInt(1000));
        }
        if (random.nextInt(2) == 0 || sets.isEmpty()) {
            sets.add("total = total + " + (random.nextInt(20) - 5));
        }
        return Sql.update(
                connection,
                "UPDATE " + table + " SET " + String.join(", ", sets) + " WHERE id = ?",
                key);
    }

    /// Never the same twice, so that a value says who wrote it.
    private String word() {
        return name + ++words;
    }
}
