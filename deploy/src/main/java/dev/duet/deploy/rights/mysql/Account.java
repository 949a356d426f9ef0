package dev.duet.deploy.rights.mysql;

import dev.duet.deploy.sql.SqlLiteral;
import dev.duet.schemas.config.DatabaseKind;

/// A user of MySQL, which is a name and where it may come from.
public record Account(String user, String host) {
    /// From anywhere.
    public static final String ANY_HOST = "%";

    /// Reads what CURRENT_USER() gives, `duet@10.0.0.%`.
    public static Account parse(String text) {
        int at = text.lastIndexOf('@');
        return new Account(text.substring(0, at), text.substring(at + 1));
    }

    /// As it stands in SQL.
    @Override
    public String toString() {
        return SqlLiteral.of(DatabaseKind.MYSQL, user)
                + "@"
                + SqlLiteral.of(DatabaseKind.MYSQL, host);
    }
}
