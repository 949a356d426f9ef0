package dev.duet.deploy;

import dev.duet.deploy.support.ConflictsPage;
import dev.duet.deploy.support.ConflictsPage.Cell;
import dev.duet.deploy.support.Shop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/// The cells of the page on conflicts as SQL: each is played by a record of its own, once with erp
/// the later and once with crm. Every rule has a table (id, x, y) of its own. Stateless.
final class ConflictScenes {
    private static final String NO_RULE = "no rule";
    private static final String PREFER_CRM = "{ prefer: crm }";
    private static final String PRESENCE = "update-vs-delete: ";
    private static final String FIELD = "on-conflict: ";
    private static final String OWNER = "owner: ";

    private static final Step DELETE = new Step("DELETE FROM {t} WHERE id = {id}", Map.of());
    private static final Step MOVE =
            new Step("UPDATE {t} SET id = {id} + 1 WHERE id = {id}", Map.of());

    private ConflictScenes() {}

    /// A transaction of one statement.
    ///
    /// @param wrote the values by field
    record Step(String text, Map<String, String> wrote) {
        String sql(String table, long id) {
            return text.replace("{t}", table).replace("{id}", Long.toString(id));
        }
    }

    /// @param begins whether both sides have the record, with x 10 and y 1
    /// @param hears whether the second side has what the first did before it does anything
    record Scene(boolean begins, boolean hears, List<Step> crm, List<Step> erp) {}

    /// A scene as one record plays it.
    ///
    /// @param first the side that does its part first
    record Played(Cell cell, String table, long id, Scene scene, Shop first) {
        boolean begins() {
            return scene.begins;
        }

        boolean hears() {
            return scene.hears;
        }

        /// Who has seen the other is not who is called crm.
        List<Step> steps(Shop shop) {
            boolean crms = scene.hears ? shop == first : shop == Shop.CRM;
            return crms ? scene.crm : scene.erp;
        }

        List<String> wrote(Shop shop, String field) {
            return steps(shop).stream().map(step -> String.valueOf(step.wrote.get(field))).toList();
        }

        List<String> recorded(Shop shop) {
            return List.copyOf(cell.recorded().get(shop));
        }

        /// As a person reads it in `duet.conflict`.
        String rule(String field) {
            String said = table.equals(tableOf(NO_RULE)) ? FIELD + PREFER_CRM : cell.rule();
            if (field == null) {
                return bare(cell.rule().startsWith(PRESENCE) ? cell.rule() : PRESENCE + "update");
            }
            if (cell.rule().startsWith(PRESENCE)) {
                return table.equals(tableOf(NO_RULE)) ? "prefer: crm" : "latest";
            }
            if (said.startsWith(OWNER)) {
                return said.substring(0, said.indexOf(",")); // only what is kept is recorded
            }
            return field.equals("y") ? "max" : bare(said);
        }

        private static String bare(String said) {
            return said.substring(said.indexOf(": ") + 2).replaceAll("[{}]", "").strip();
        }

        /// Whether what is recorded met no change of the other side's.
        boolean isKept() {
            return cell.rule().startsWith(OWNER);
        }

        boolean waits() {
            return cell.waits();
        }

        /// What a side must hold: x and y by id.
        Map<Long, String> rows(Shop shop) {
            String end = cell.rows(shop);
            Map<Long, String> rows = new TreeMap<>();
            switch (end) {
                case "gone" -> {}
                case "stays" -> rows.put(id, changed(shop));
                case "new key" -> rows.put(id + 1, "10|1");
                case "both keys" -> {
                    rows.put(id, changed(shop));
                    rows.put(id + 1, "10|1");
                }
                default ->
                        rows.put(
                                id,
                                end.startsWith("x ")
                                        ? end.replace("x ", "").replace(", y ", "|")
                                        : end + "|" + version());
            }
            return rows;
        }

        /// The record was changed by the side that won it.
        private String changed(Shop shop) {
            boolean crms =
                    waits() ? shop == Shop.CRM : recorded(Shop.CRM).contains("presence: crm");
            return crms ? "30|1" : "20|1";
        }

        private String version() {
            if (cell.meaning().contains("crm's 3")) {
                return "3";
            }
            return cell.meaning().startsWith("the same y") ? "2" : "1";
        }

        @Override
        public String toString() {
            return table
                    + " "
                    + id
                    + ": "
                    + cell.rule()
                    + ", "
                    + first.peer()
                    + " later: "
                    + cell.scene();
        }
    }

    /// Every cell twice, and those of the default rule also where none is said.
    static List<Played> all() {
        List<Played> all = new ArrayList<>();
        for (Cell cell : ConflictsPage.cells()) {
            add(all, cell, tableOf(cell.rule()));
            if (cell.rule().endsWith(PREFER_CRM)) {
                add(all, cell, tableOf(NO_RULE));
            }
        }
        return List.copyOf(all);
    }

    private static void add(List<Played> all, Cell cell, String table) {
        Scene scene = scene(cell);
        all.add(new Played(cell, table, 1000 + 10L * all.size(), scene, Shop.CRM));
        all.add(new Played(mirrored(cell), table, 1000 + 10L * all.size(), scene, Shop.ERP));
    }

    /// On the page erp is the later; only what time decides ends otherwise when crm is.
    private static Cell mirrored(Cell cell) {
        boolean byTime = cell.rule().endsWith("latest") || cell.meaning().startsWith("the same y");
        if (!byTime) {
            return cell;
        }
        String end =
                switch (cell.scene()) {
                    case "both update", "both insert" -> "30 (x: crm)";
                    case "crm updates, erp deletes", "crm deletes and inserts again, erp deletes" ->
                            "stays (presence: crm)";
                    case "crm deletes, erp updates", "crm deletes, erp deletes and inserts again" ->
                            "gone (presence: crm)";
                    case "crm changes the key, erp updates" -> "new key (presence: crm)";
                    case "crm updates, erp changes the key" -> "both keys (presence: crm)";
                    default -> cell.end();
                };
        return new Cell(cell.rule(), cell.meaning(), cell.scene(), end);
    }

    private static Scene scene(Cell cell) {
        if (cell.meaning().startsWith("the change whose row")) {
            return both(cell, xy(30, 3), xy(20, 2), insert(30, 3), insert(20, 2));
        }
        if (cell.meaning().startsWith("the same y")) {
            return both(cell, xy(30, 2), xy(20, 2), insert(30, 2), insert(20, 2));
        }
        String scene = cell.scene();
        int colon = scene.lastIndexOf(": ");
        return switch (colon < 0 ? scene : scene.substring(0, colon)) {
            case "both update" ->
                    cell.rule().endsWith("sum")
                            ? begun(List.of(add(20)), List.of(add(10)))
                            : begun(List.of(x("30")), List.of(x("20")));
            case "both insert" ->
                    new Scene(false, false, List.of(insert(30, 1)), List.of(insert(20, 1)));
            case "crm updates, erp deletes" -> begun(List.of(x("30")), List.of(DELETE));
            case "crm deletes, erp updates" -> begun(List.of(DELETE), List.of(x("20")));
            case "crm deletes and inserts again, erp deletes" ->
                    begun(List.of(DELETE, insert(30, 1)), List.of(DELETE));
            case "crm deletes, erp deletes and inserts again" ->
                    begun(List.of(DELETE), List.of(DELETE, insert(20, 1)));
            case "crm changes the key, erp updates" -> begun(List.of(MOVE), List.of(x("20")));
            case "crm updates, erp changes the key" -> begun(List.of(x("30")), List.of(MOVE));
            case "crm changes the key, erp deletes" -> begun(List.of(MOVE), List.of(DELETE));
            case "both change it to the same" -> begun(List.of(MOVE), List.of(MOVE));
            case "crm writes y = 5, erp writes x = 20" -> begun(List.of(y("5")), List.of(x("20")));
            case "crm writes x = 30, erp writes y = 5" -> begun(List.of(x("30")), List.of(y("5")));
            case "both write x = 20" -> begun(List.of(x("20")), List.of(x("20")));
            case "crm writes x = 30; it arrives in erp, which then writes x = 20" ->
                    new Scene(true, true, List.of(x("30")), List.of(x("20")));
            case "crm writes x = 30 and then 10 again, erp writes x = 20" ->
                    begun(List.of(x("30"), x("10")), List.of(x("20")));
            case "crm writes x = 30 and then 15, erp writes x = 20" ->
                    begun(List.of(x("30"), x("15")), List.of(x("20")));
            case "both delete" -> begun(List.of(DELETE), List.of(DELETE));
            case "erp alone writes x = 20" -> begun(List.of(), List.of(x("20")));
            case "erp alone writes x = 20 and y = 5" -> begun(List.of(), List.of(xy(20, 5)));
            case "erp alone inserts the record with x = 20" ->
                    new Scene(false, false, List.of(), List.of(insert(20, 1)));
            case "erp alone deletes the record" -> begun(List.of(), List.of(DELETE));
            default -> throw new AssertionError("the page has a scene nobody plays: " + scene);
        };
    }

    private static Scene both(Cell cell, Step crm, Step erp, Step crmInsert, Step erpInsert) {
        return cell.scene().equals("both update")
                ? begun(List.of(crm), List.of(erp))
                : new Scene(false, false, List.of(crmInsert), List.of(erpInsert));
    }

    private static Scene begun(List<Step> crm, List<Step> erp) {
        return new Scene(true, false, crm, erp);
    }

    private static Step x(String value) {
        return new Step("UPDATE {t} SET x = " + value + " WHERE id = {id}", Map.of("x", value));
    }

    private static Step y(String value) {
        return new Step("UPDATE {t} SET y = " + value + " WHERE id = {id}", Map.of("y", value));
    }

    private static Step add(int difference) {
        return new Step("UPDATE {t} SET x = x + " + difference + " WHERE id = {id}", Map.of());
    }

    private static Step xy(int x, int y) {
        return new Step(
                "UPDATE {t} SET x = " + x + ", y = " + y + " WHERE id = {id}",
                Map.of("x", Integer.toString(x), "y", Integer.toString(y)));
    }

    private static Step insert(int x, int y) {
        return new Step(
                "INSERT INTO {t} VALUES ({id}, " + x + ", " + y + ")",
                Map.of("x", Integer.toString(x), "y", Integer.toString(y)));
    }

    /// The rule of each table.
    static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("t0", NO_RULE);
        for (Cell cell : ConflictsPage.cells()) {
            if (!tables.containsValue(cell.rule())) {
                tables.put("t" + tables.size(), cell.rule());
            }
        }
        return tables;
    }

    private static String tableOf(String rule) {
        return tables().entrySet().stream()
                .filter(entry -> entry.getValue().equals(rule))
                .map(Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /// The entities part of the configuration.
    static String entities() {
        StringBuilder text = new StringBuilder();
        tables().forEach((table, rule) -> text.append(entity(table, rule)));
        return text.toString();
    }

    private static String entity(String table, String rule) {
        boolean ofField = !rule.equals(NO_RULE) && !rule.startsWith(PRESENCE);
        String x = ofField ? "{ crm: x, erp: x, " + rule + " }" : "x";
        String y = ofField ? "{ crm: y, erp: y, on-conflict: max }" : "y";
        String rest = "";
        if (ofField) {
            rest = "  update-vs-delete: update\n";
        } else if (rule.startsWith(PRESENCE)) {
            rest = "  on-conflict: latest\n  " + rule + "\n";
        }
        return """
        %s:
          tables: { crm: public.%s, erp: %s }
          key: { id: id }
          fields: { x: %s, y: %s }
        %s\
        """
                .formatted(table, table, table, x, y, rest);
    }
}
