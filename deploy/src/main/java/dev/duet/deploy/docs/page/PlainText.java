package dev.duet.deploy.docs.page;

import java.util.Locale;

/// Text as it may be shown: what would move other text about, or not be seen, is spelled out.
public final class PlainText {
    private PlainText() {}

    public static String of(String text) {
        if (text.codePoints().noneMatch(PlainText::isUnseen)) {
            return text;
        }
        var shown = new StringBuilder();
        text.codePoints()
                .forEach(
                        character -> {
                            if (isUnseen(character)) {
                                shown.append(String.format(Locale.ROOT, "\\u%04x", character));
                            } else {
                                shown.appendCodePoint(character);
                            }
                        });
        return shown.toString();
    }

    private static boolean isUnseen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }
}
