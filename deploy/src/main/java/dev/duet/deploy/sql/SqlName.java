package dev.duet.deploy.sql;

import dev.duet.schemas.TableName;
import dev.duet.schemas.config.DatabaseKind;

import java.util.Collection;
import java.util.stream.Collectors;

/// Names as they stand in SQL: always quoted, so that no name is cut, folded or taken for a
/// keyword.
public final class SqlName {
    private SqlName() {}

    public static String of(DatabaseKind kind, String name) {
        return switch (kind) {
            case POSTGRES -> "\"" + name.replace("\"", "\"\"") + "\"";
            case MYSQL -> "`" + name.replace("`", "``") + "`";
        };
    }

    public static String of(DatabaseKind kind, TableName table) {
        return of(kind, table.schema()) + "." + of(kind, table.name());
    }

    /// Several names, with commas between them.
    public static String list(DatabaseKind kind, Collection<String> names) {
        return names.stream().map(name -> of(kind, name)).collect(Collectors.joining(", "));
    }
}
