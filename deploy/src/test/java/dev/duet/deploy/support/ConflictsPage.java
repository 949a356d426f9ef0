package dev.duet.deploy.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What the page on conflicts promises people, cell by cell. Stateless.
public final class ConflictsPage {
    private static final Path PAGE =
            Path.of("").toAbsolutePath().getParent().resolve("deploy/docs/conflicts.md");

    private ConflictsPage() {}

    /// One promise: under this rule, when this happens, both sides end so.
    ///
    /// @param rule as the file spells it, `on-conflict: latest`
    /// @param meaning what the page says beside the rule; empty when nothing
    /// @param scene what happens, in the page's words
    /// @param end in the page's words, `20 (x: erp)`
    public record Cell(String rule, String meaning, String scene, String end) {
        /// Without what is recorded.
        public String rows() {
            return end.replaceFirst(" \\(.*", "");
        }

        /// The same, of one side, where the record waits for a person.
        public String rows(Shop shop) {
            String all = rows();
            int crms = all.indexOf(" in crm, ");
            if (crms < 0) {
                return all;
            }
            return switch (shop) {
                case CRM -> all.substring(0, crms);
                case ERP -> all.substring(crms + " in crm, ".length()).replace(" in erp", "");
            };
        }

        public boolean waits() {
            return end.endsWith("waits)");
        }

        /// What `duet.conflict` of each side holds: `x: erp`.
        public Map<Shop, TreeSet<String>> recorded() {
            Map<Shop, TreeSet<String>> recorded = new EnumMap<>(Shop.class);
            for (Shop shop : Shop.values()) {
                recorded.put(shop, new TreeSet<>());
            }
            if (end.equals(rows())) {
                return recorded;
            }
            String bracket = end.substring(end.indexOf('(') + 1, end.length() - 1);
            for (String part : bracket.split("; ")) {
                String[] words = part.split(" in ", -1);
                for (Shop shop : Shop.values()) {
                    if (words.length == 1 || words[1].equals(shop.system())) {
                        recorded.get(shop).addAll(List.of(words[0].split(", ")));
                    }
                }
            }
            return recorded;
        }
    }

    /// Every cell of every table.
    public static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        String[] head = new String[0];
        try {
            for (String line : Files.readAllLines(PAGE)) {
                if (line.startsWith("| rule")) {
                    head = columns(line);
                } else if (line.startsWith("| `")) {
                    cells.addAll(cells(head, columns(line)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cells;
    }

    private static String[] columns(String line) {
        return line.substring(2, line.length() - 2).split(" \\| ", -1);
    }

    private static List<Cell> cells(String[] head, String[] columns) {
        String rule = columns[0].replace("`", "");
        return switch (head[1]) {
            case "what happens" -> List.of(new Cell(rule, "", columns[1], columns[2]));
            case "what stands" -> cells(rule, columns[1], head, columns, 2);
            default -> cells(rule, "", head, columns, 1);
        };
    }

    private static List<Cell> cells(
            String rule, String meaning, String[] head, String[] columns, int from) {
        List<Cell> cells = new ArrayList<>();
        for (int i = from; i < columns.length; i++) {
            cells.add(new Cell(rule, meaning, head[i], columns[i]));
        }
        return cells;
    }
}
