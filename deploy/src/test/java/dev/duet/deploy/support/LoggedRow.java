package dev.duet.deploy.support;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A change of one row as a database's own tool prints it: values as text by column, without the
/// nulls.
///
/// @param before null for an insert
/// @param after null for a delete
public record LoggedRow(
        String table, @Nullable Map<String, String> before, @Nullable Map<String, String> after) {
    private static final Pattern POSTGRES_VALUE =
            Pattern.compile("(\\w+)\\[[^\\]]+\\]:('(?:[^']|'')*'|\\S+)");
    private static final String NEW = " new-tuple: ";

    static LoggedRow ofPostgres(String table, String operation, String line) {
        return switch (operation) {
            case "INSERT" -> new LoggedRow(table, null, values(line));
            case "DELETE" -> new LoggedRow(table, values(line), null);
            case "UPDATE" -> {
                int middle = line.indexOf(NEW);
                yield new LoggedRow(
                        table, values(line.substring(0, middle)), values(line.substring(middle)));
            }
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private static Map<String, String> values(String text) {
        Map<String, String> values = new HashMap<>();
        Matcher value = POSTGRES_VALUE.matcher(text);
        while (value.find()) {
            put(values, value.group(1), value.group(2));
        }
        return values;
    }

    private static void put(Map<String, String> values, String column, String value) {
        if (value.startsWith("'")) {
            values.put(column, value.substring(1, value.lastIndexOf('\'')));
        } else if (!value.equalsIgnoreCase("null")) {
            values.put(column, value.replaceFirst(" \\(\\d+\\)$", "")); // negative: also unsigned
        }
    }

    /// A row that mysqlbinlog prints over several lines.
    static final class Mysql {
        private final String table;
        private final List<String> columns;
        private @Nullable Map<String, String> before;
        private @Nullable Map<String, String> after;
        private Map<String, String> current = new HashMap<>();

        Mysql(String table, List<String> columns) {
            this.table = table;
            this.columns = columns;
        }

        String table() {
            return table;
        }

        void section(String line) {
            if (line.equals("### WHERE")) {
                current = new HashMap<>();
                before = current;
            } else if (line.equals("### SET")) {
                current = new HashMap<>();
                after = current;
            }
        }

        void value(int number, String text) {
            if (number <= columns.size()) {
                put(current, columns.get(number - 1), text);
            }
        }

        LoggedRow finished() {
            return new LoggedRow(table, before, after);
        }
    }
}
