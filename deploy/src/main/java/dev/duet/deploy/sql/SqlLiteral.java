package dev.duet.deploy.sql;

import dev.duet.schemas.config.DatabaseKind;

/// Strings as they stand in SQL.
public final class SqlLiteral {
    private SqlLiteral() {}

    /// Read back as it was, under PostgreSQL's `standard_conforming_strings` and MySQL's backslash
    /// escapes, the defaults.
    public static String of(DatabaseKind kind, String text) {
        String quoted = text.replace("'", "''");
        return switch (kind) {
            case POSTGRES -> "'" + quoted + "'";
            case MYSQL -> "'" + quoted.replace("\\", "\\\\") + "'";
        };
    }
}
