package dev.duet.deploy.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Turns the bytes of a file into text, and refuses what is not printable UTF-8.
final class ConfigText {
    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final String SAVE_AS_UTF_8 = "save the file as UTF-8";

    private ConfigText() {}

    /// The text without a byte order mark; empty when a problem was noted.
    static Optional<String> decode(byte[] content, Problems problems) {
        if (isUtf16(content)) {
            problems.add(Place.START, "", "the file is UTF-16, not UTF-8", SAVE_AS_UTF_8);
            return Optional.empty();
        }
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer decoded = CharBuffer.allocate(content.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(content), decoded, true);
        String text = decoded.flip().toString();
        if (result.isError()) {
            problems.add(
                    placeAt(text, text.length()), "", "the file is not UTF-8 here", SAVE_AS_UTF_8);
            return Optional.empty();
        }
        String unmarked =
                text.startsWith(Character.toString(BYTE_ORDER_MARK)) ? text.substring(1) : text;
        return refuseControls(unmarked, problems) ? Optional.empty() : Optional.of(unmarked);
    }

    private static boolean isUtf16(byte[] content) {
        if (content.length < 2) {
            return false;
        }
        int start = Byte.toUnsignedInt(content[0]) << Byte.SIZE | Byte.toUnsignedInt(content[1]);
        return start == BYTE_ORDER_MARK
                || start == Short.toUnsignedInt(Short.reverseBytes((short) BYTE_ORDER_MARK));
    }

    /// Notes the first character that YAML does not allow; true when there is one.
    private static boolean refuseControls(String text, Problems problems) {
        int index = 0;
        while (index < text.length()) {
            int character = text.codePointAt(index);
            if (!isAllowed(character)) {
                problems.add(
                        placeAt(text, index),
                        "",
                        "the character U+"
                                + "%04X".formatted(character)
                                + " is not allowed in YAML",
                        "remove it");
                return true;
            }
            index += Character.charCount(character);
        }
        return false;
    }

    private static boolean isAllowed(int character) {
        boolean lineOrTab = character == '\n' || character == '\r' || character == '\t';
        boolean special =
                character == BYTE_ORDER_MARK || character == 0xFFFE || character == 0xFFFF;
        return lineOrTab || (!Character.isISOControl(character) && !special);
    }

    private static Place placeAt(String text, int end) {
        int line = 1;
        int lineStart = 0;
        for (int index = 0; index < end; index++) {
            if (text.charAt(index) == '\n') {
                line++;
                lineStart = index + 1;
            }
        }
        return new Place(line, text.codePointCount(lineStart, end) + 1);
    }
}
