package dev.duet.deploy.config;

import java.util.Locale;

/// Text of the file as it may stand in a message: short, on one line, without control characters.
final class Shown {
    private static final int MOST_CHARACTERS = 60;

    private Shown() {}

    /// A value in quotes.
    static String value(String text) {
        return "'" + plain(text) + "'";
    }

    /// A key. `password:hunter2` without the space is one key to YAML, so nothing after a separator
    /// is shown.
    static String key(String text) {
        int end = 0;
        while (end < text.length() && !isSeparator(text.charAt(end))) {
            end++;
        }
        return plain(end == text.length() ? text : text.substring(0, end) + "...");
    }

    /// Whether a separator stands in the key, most likely a colon without its space.
    static boolean hidesValue(String key) {
        return key.chars().anyMatch(Shown::isSeparator);
    }

    private static boolean isSeparator(int character) {
        return character == ':' || character == '=' || Character.isWhitespace(character);
    }

    private static String plain(String text) {
        StringBuilder shown = new StringBuilder();
        int[] characters = text.codePoints().limit(MOST_CHARACTERS).toArray();
        for (int character : characters) {
            if (Character.isISOControl(character)
                    || Character.getType(character) == Character.FORMAT) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", character));
            } else {
                shown.appendCodePoint(character);
            }
        }
        boolean cut = text.codePointCount(0, text.length()) > MOST_CHARACTERS;
        return cut ? shown + "..." : shown.toString();
    }
}
