package dev.duet.deploy.storm;

import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tables of the storm: one for each way to decide update against delete, all with one field
/// for each rule. Stateless.
final class Storm {
    /// The rule of each table.
    static final Map<String, String> PRESENCE = new LinkedHashMap<>();

    /// The rule of each field.
    static final Map<String, String> FIELDS = new LinkedHashMap<>();

    static final List<String> COLUMNS;

    static {
        PRESENCE.put("storm_update", "update");
        PRESENCE.put("storm_delete", "delete");
        PRESENCE.put("storm_latest", "latest");
        PRESENCE.put("storm_prefer", "{ prefer: erp }");
        FIELDS.put("own_crm", "owner: crm");
        FIELDS.put("own_erp", "owner: erp");
        FIELDS.put("late", "on-conflict: latest");
        FIELDS.put("pref", "on-conflict: { prefer: erp }");
        FIELDS.put("plain", "on-conflict: { prefer: crm }");
        FIELDS.put("graded", "on-conflict: { version: high }");
        FIELDS.put("high", "on-conflict: max");
        FIELDS.put("low", "on-conflict: min");
        FIELDS.put("total", "on-conflict: sum");
        COLUMNS =
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of("id"), FIELDS.keySet().stream())
                        .toList();
    }

    private Storm() {}

    static Map<String, List<String>> watched() {
        Map<String, List<String>> watched = new HashMap<>();
        PRESENCE.keySet().forEach(table -> watched.put(table, COLUMNS));
        return watched;
    }

    static void create(Workbench workbench) throws SQLException {
        for (Shop shop : Shop.values()) {
            for (String table : PRESENCE.keySet()) {
                workbench.execute(
                        shop,
                        "CREATE TABLE "
                                + table
                                + " (id bigint PRIMARY KEY, own_crm varchar(20), own_erp"
                                + " varchar(20), late varchar(20), pref varchar(20), plain"
                                + " varchar(20), graded varchar(20), high bigint NOT NULL, low"
                                + " bigint NOT NULL, total bigint NOT NULL)");
            }
        }
        workbench.initialise(workbench.config(config()));
    }

    static ConfigText config() {
        StringBuilder text = new StringBuilder();
        PRESENCE.forEach(
                (table, rule) -> {
                    text.append(
                            """
                            %s:
                              tables: { crm: public.%s, erp: %s }
                              key: { id: id }
                              update-vs-delete: %s
                              fields:
                            """
                                    .formatted(table, table, table, rule));
                    FIELDS.forEach(
                            (field, said) ->
                                    text.append("    ")
                                            .append(field)
                                            .append(": { crm: ")
                                            .append(field)
                                            .append(", erp: ")
                                            .append(field)
                                            .append(", ")
                                            .append(said.endsWith("{ prefer: crm }") ? "" : said)
                                            .append(" }\n"));
                });
        return ConfigText.quick().withEntities(text.toString().replace(",  }", " }"));
    }

    /// Every row by key.
    static Map<Long, Map<String, String>> rows(Workbench workbench, Shop shop, String table)
            throws SQLException {
        Map<Long, Map<String, String>> rows = new HashMap<>();
        for (String row :
                Sql.rows(
                        workbench.connection(shop),
                        "SELECT " + String.join(", ", COLUMNS) + " FROM " + table)) {
            String[] values = row.split("\\|", -1);
            Map<String, String> byColumn = new HashMap<>();
            for (int i = 1; i < values.length; i++) {
                if (!values[i].equals("null")) {
                    byColumn.put(COLUMNS.get(i), values[i]);
                }
            }
            rows.put(Long.valueOf(values[0]), byColumn);
        }
        return rows;
    }
}
