package dev.duet.apply.mysql;

import dev.duet.schemas.Column;
import dev.duet.schemas.Shape;

/// Names as they stand in MySQL's SQL.
final class MysqlName {
    private MysqlName() {}

    static String of(Column column) {
        return quoted(column.name());
    }

    static String of(Shape shape) {
        return quoted(shape.table().schema()) + "." + quoted(shape.table().name());
    }

    private static String quoted(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }
}
