package dev.duet.deploy.check.schema;

import dev.duet.deploy.sql.SqlLiteral;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DatabaseKind;

/// MySQL's MODIFY COLUMN, which takes away all that it does not name again. Pure.
final class MysqlColumn {
    private MysqlColumn() {}

    /// The statement that gives a column another type or nullability, and leaves the rest.
    static String modify(SideTable side, TableColumn column, String type, boolean nullable) {
        return "ALTER TABLE %s MODIFY COLUMN %s %s%s%s%s"
                .formatted(
                        side.sqlName(),
                        side.sqlName(column.name()),
                        type,
                        nullable ? " NULL" : " NOT NULL",
                        defaultClause(column),
                        column.automatic() ? " AUTO_INCREMENT" : "");
    }

    /// As [#modify], with another collation.
    static String collate(SideTable side, TableColumn column, String collation) {
        String type = column.type().replaceFirst(" character set .*", "");
        return modify(
                side,
                column,
                type + " CHARACTER SET utf8mb4 COLLATE " + collation,
                column.nullable());
    }

    /// An expression stands in brackets or is a function; a constant is quoted, which MySQL takes
    /// for any type.
    private static String defaultClause(TableColumn column) {
        String value = column.defaultValue();
        if (value == null) {
            return "";
        }
        boolean isExpression = value.matches("(?s).*\\(.*\\).*|CURRENT_TIMESTAMP.*");
        if (value.startsWith("CURRENT_TIMESTAMP")) {
            return " DEFAULT " + value;
        }
        return isExpression
                ? " DEFAULT (" + value + ")"
                : " DEFAULT " + SqlLiteral.of(DatabaseKind.MYSQL, value);
    }
}
