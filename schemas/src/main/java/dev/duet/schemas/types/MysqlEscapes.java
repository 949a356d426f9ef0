package dev.duet.schemas.types;

/// The backslash escapes of MySQL's string literals, as they stand in DDL and in the catalog.
public final class MysqlEscapes {
    private MysqlEscapes() {}

    /// What a backslash and that character mean.
    public static char unescaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case '0' -> '\0';
            case 'Z' -> '\u001a';
            default -> c;
        };
    }
}
