package dev.duet.capture.mysql;

import dev.duet.schemas.types.MysqlEscapes;

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
                c = MysqlEscapes.unescaped(label.charAt(++i));
            }
            out.append(c);
        }
        return out.toString();
    }
}
