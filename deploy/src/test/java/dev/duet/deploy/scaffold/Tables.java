package dev.duet.deploy.scaffold;

import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.Table.ForeignKey;
import dev.duet.schemas.catalog.TableColumn;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tables and rows in few words, for tests of what pairs them.
final class Tables {
    private Tables() {}

    /// @param columns as `name type`; what ends in `key` is part of the primary key, in `made`
    ///   filled by the database, in `generated` computed
    static Table table(String name, String... columns) {
        String schema = name.substring(0, name.indexOf('.'));
        return new Table(
                new TableName(schema, name.substring(name.indexOf('.') + 1)),
                Arrays.stream(columns).map(Tables::column).toList(),
                Arrays.stream(columns)
                        .filter(it -> it.endsWith(" key") || it.contains(" key "))
                        .map(it -> it.substring(0, it.indexOf(' ')))
                        .toList(),
                List.of(),
                List.of(),
                List.of());
    }

    private static TableColumn column(String words) {
        String name = words.substring(0, words.indexOf(' '));
        String type =
                words.substring(words.indexOf(' ') + 1).replaceAll(" (key|made|generated)\\b", "");
        return new TableColumn(
                name,
                type,
                !words.contains(" key"),
                null,
                words.endsWith(" generated"),
                words.endsWith(" made"),
                false,
                null);
    }

    static Table refers(Table table, String column, Table to) {
        var keys = new ArrayList<>(table.foreignKeys());
        keys.add(
                new ForeignKey(
                        table.name().name() + "_" + column,
                        List.of(column),
                        to.name(),
                        to.primaryKey(),
                        "NO ACTION",
                        "NO ACTION"));
        return table.with(keys);
    }

    /// @param values name and value by turns
    static Map<String, @Nullable Object> row(@Nullable Object... values) {
        Map<String, @Nullable Object> row = new HashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            row.put(String.valueOf(values[i]), values[i + 1]);
        }
        return row;
    }
}
