package dev.duet.capture.mysql;

/// Debezium hands over enum labels as they stand in the DDL, each comma with a backslash before it.
final class MysqlLabels {
    private MysqlLabels() {}

    static String plain(String label) {
        if (label.indexOf('\\') < 0) {
            return label;
        }
        StringBuilder out = new StringBuilder(label.length());
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c == '\\' && i + 1 < label.length()) {
                c = unescaped(label.charAt(++i));
            }
            out.append(c);
        }
        return out.toString();
    }

    private static char unescaped(char c) {
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
