package dev.duet.deploy.storm;

import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A table about whose conflicts a person is asked, and what clients do to it: a few hot records
/// and many cold ones. No word is written twice. One thread.
final class Asked implements StormClient.Changes {
    static final String TABLE = "asked";
    private static final int HOT_KEYS = 4;
    private static final int KEYS = 300;
    private static final List<String> COLUMNS = List.of("id", "name", "phone", "late", "total");

    static final Map<String, String> PRESENCE = Map.of(TABLE, "review");
    static final Map<String, String> FIELDS = new LinkedHashMap<>();

    static {
        FIELDS.put("name", "on-conflict: review");
        FIELDS.put("phone", "on-conflict: review");
        FIELDS.put("late", "on-conflict: latest");
        FIELDS.put("total", "on-conflict: sum");
    }

    private final String client;
    private final Random random;
    private int words;

    Asked(String client, Random random) {
        this.client = client;
        this.random = random;
    }

    static Map<String, List<String>> watched() {
        return Map.of(TABLE, COLUMNS, "release", List.of("id", "entity", "record_key"));
    }

    static void create(Workbench workbench) throws SQLException {
        for (Shop shop : Shop.values()) {
            workbench.execute(
                    shop,
                    "CREATE TABLE asked (id bigint PRIMARY KEY, name varchar(20), phone"
                            + " varchar(20), late varchar(20), total bigint NOT NULL)");
        }
        workbench.initialise(workbench.config(config()));
    }

    static ConfigText config() {
        return ConfigText.quick()
                .withEntities(
                        """
                        asked:
                          tables: { crm: public.asked, erp: asked }
                          key: { id: id }
                          update-vs-delete: review
                          fields:
                            name: { crm: name, erp: name, on-conflict: review }
                            phone: { crm: phone, erp: phone, on-conflict: review }
                            late: { crm: late, erp: late, on-conflict: latest }
                            total: { crm: total, erp: total, on-conflict: sum }
                        """);
    }

    /// Every row of a side by key, without the nulls.
    static Map<String, Map<String, String>> rows(Workbench workbench, Shop shop)
            throws SQLException {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        for (String row :
                Sql.rows(
                        workbench.connection(shop),
                        "SELECT " + String.join(", ", COLUMNS) + " FROM asked")) {
            String[] values = row.split("\\|", -1);
            Map<String, String> fields = new TreeMap<>();
            for (int i = 1; i < values.length; i++) {
                if (!values[i].equals("null")) {
                    fields.put(COLUMNS.get(i), values[i]);
                }
            }
            rows.put(TABLE + " " + values[0], fields);
        }
        return rows;
    }

    @Override
    public void make(Connection connection) throws SQLException {
        long key =
                random.nextInt(3) > 0
                        ? 1 + random.nextInt(HOT_KEYS)
                        : HOT_KEYS + 1 + random.nextInt(KEYS);
        switch (random.nextInt(12)) {
            case 0 -> Sql.update(connection, "DELETE FROM asked WHERE id = ?", key);
            case 1 -> {
                Sql.update(connection, "DELETE FROM asked WHERE id = ?", key);
                insert(connection, key);
            }
            case 2, 3 -> set(connection, "total = total + " + random.nextInt(9), key);
            case 4, 5 -> set(connection, "late = '" + word() + "'", key);
            case 6, 7 -> set(connection, "phone = '" + word() + "'", key);
            default -> set(connection, "name = '" + word() + "'", key);
        }
    }

    private void set(Connection connection, String what, long key) throws SQLException {
        if (Sql.update(connection, "UPDATE asked SET " + what + " WHERE id = ?", key) == 0) {
            insert(connection, key);
        }
    }

    private void insert(Connection connection, long key) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO asked VALUES (?, ?, ?, ?, ?)",
                key,
                word(),
                word(),
                word(),
                random.nextInt(9));
    }

    private String word() {
        return client + ++words;
    }
}
