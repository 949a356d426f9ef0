package dev.duet.localdb;

import java.util.Locale;
import java.util.regex.Pattern;

/// How Chinook is spelled in one database: its PostgreSQL edition has `invoice_line`, its MySQL
/// edition `InvoiceLine`, each with its own names of types. Immutable.
///
/// Here the statements of the HSQLDB edition are written anew: its tables and rows are the same.
enum Edition {
    POSTGRES {
        @Override
        String name(String name) {
            return name.replaceAll("(\\p{Ll})(\\p{Lu})", "$1_$2").toLowerCase(Locale.ROOT);
        }

        @Override
        String types(String definition) {
            return definition
                    .replaceAll("\\bDATE\\b", "TIMESTAMP")
                    .replaceAll("\\bDECIMAL\\b", "NUMERIC");
        }

        @Override
        String literals(String values) {
            return values;
        }
    },

    MYSQL {
        @Override
        String name(String name) {
            return "`" + name + "`";
        }

        @Override
        String types(String definition) {
            return definition
                    .replaceAll("\\bDATE\\b", "DATETIME")
                    .replaceAll("\\bDECIMAL\\b", "NUMERIC")
                    .replaceAll("\\bVARCHAR\\b", "NVARCHAR");
        }

        @Override
        String literals(String values) {
            return values.replace("\\", "\\\\");
        }
    };

    private static final Pattern QUOTED = Pattern.compile("\"(\\w+)\"");

    /// A name as this edition writes it.
    abstract String name(String name);

    /// A definition with the types as this edition names them.
    abstract String types(String definition);

    /// Values as this database reads them.
    abstract String literals(String values);

    /// What makes a table, or ties it to another.
    String definition(String sql) {
        return types(names(sql.replace("CREATE MEMORY TABLE", "CREATE TABLE")));
    }

    /// What puts one row into a table.
    String insert(ChinookScript.Insert insert) {
        return "INSERT INTO " + name(insert.table()) + " VALUES " + literals(insert.values());
    }

    private String names(String sql) {
        return QUOTED.matcher(sql.replace("\"chinook\".", ""))
                .replaceAll(quoted -> name(quoted.group(1)));
    }
}
