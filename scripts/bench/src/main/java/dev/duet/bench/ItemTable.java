package dev.duet.bench;

import dev.duet.schemas.config.DatabaseKind;

import java.util.List;
import java.util.stream.Collectors;

/// The SQL of the measured table in one kind of database, and of a twin that is not synced.
///
/// @param name the table, without its schema
/// @param columns key first
record ItemTable(DatabaseKind kind, String name, List<String> columns) {
    static final ItemTable POSTGRES =
            new ItemTable(
                    DatabaseKind.POSTGRES,
                    "item",
                    List.of(
                            "id",
                            "quantity",
                            "total",
                            "code",
                            "name",
                            "price",
                            "active",
                            "changed_at"));
    static final ItemTable MYSQL =
            new ItemTable(
                    DatabaseKind.MYSQL,
                    "product",
                    List.of(
                            "number",
                            "stock",
                            "turnover",
                            "code",
                            "title",
                            "price",
                            "listed",
                            "touched_at"));

    private static final List<String> POSTGRES_TYPES =
            List.of(
                    "int PRIMARY KEY",
                    "int NOT NULL",
                    "bigint NOT NULL",
                    "varchar(40) NOT NULL",
                    "text",
                    "numeric(12,2)",
                    "boolean NOT NULL",
                    "timestamp(6)");
    private static final List<String> MYSQL_TYPES =
            List.of(
                    "int PRIMARY KEY",
                    "int NOT NULL",
                    "bigint NOT NULL",
                    "varchar(40) NOT NULL",
                    "longtext",
                    "decimal(12,2)",
                    "tinyint(1) NOT NULL",
                    "datetime(6)");

    /// The same table under a name that Duet does not know.
    ItemTable unmapped() {
        return new ItemTable(kind, name + "_raw", columns);
    }

    String create() {
        List<String> types =
                switch (kind) {
                    case POSTGRES -> POSTGRES_TYPES;
                    case MYSQL -> MYSQL_TYPES;
                };
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            body.append(i == 0 ? "" : ", ").append(columns.get(i)).append(' ').append(types.get(i));
        }
        return "CREATE TABLE " + name + " (" + body + ")";
    }

    String insert() {
        return "INSERT INTO "
                + name
                + " ("
                + String.join(", ", columns)
                + ") VALUES ("
                + columns.stream().map(column -> "?").collect(Collectors.joining(", "))
                + ")";
    }

    String update() {
        return "UPDATE "
                + name
                + " SET "
                + columns.stream()
                        .skip(1)
                        .map(column -> column + " = ?")
                        .collect(Collectors.joining(", "))
                + " WHERE "
                + key()
                + " = ?";
    }

    String moveKey() {
        return "UPDATE " + name + " SET " + key() + " = ? WHERE " + key() + " = ?";
    }

    String delete() {
        return "DELETE FROM " + name + " WHERE " + key() + " = ?";
    }

    String exists() {
        return "SELECT 1 FROM " + name + " WHERE " + key() + " = ?";
    }

    /// All columns of the rows from one key on, in the order of the key.
    String from() {
        return "SELECT "
                + String.join(", ", columns)
                + " FROM "
                + name
                + " WHERE "
                + key()
                + " >= ? ORDER BY "
                + key();
    }

    /// All columns of all rows.
    String all() {
        return "SELECT " + String.join(", ", columns) + " FROM " + name;
    }

    private String key() {
        return columns.getFirst();
    }
}
