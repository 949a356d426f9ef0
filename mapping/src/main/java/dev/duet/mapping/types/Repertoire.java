package dev.duet.mapping.types;

import org.jspecify.annotations.Nullable;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The characters that a column's character set knows.
///
/// @param charset null for all of Unicode
/// @param basic only the basic plane, as MySQL's utf8mb3
record Repertoire(String name, @Nullable Charset charset, boolean basic) {
    static final Repertoire UNICODE = new Repertoire("utf8mb4", null, false);

    /// MySQL's names for what Java calls otherwise.
    private static final Map<String, String> JAVA_NAMES =
            Map.ofEntries(
                    Map.entry("latin1", "windows-1252"),
                    Map.entry("latin2", "ISO-8859-2"),
                    Map.entry("latin5", "ISO-8859-9"),
                    Map.entry("latin7", "ISO-8859-13"),
                    Map.entry("ascii", "US-ASCII"),
                    Map.entry("greek", "ISO-8859-7"),
                    Map.entry("hebrew", "ISO-8859-8"),
                    Map.entry("cp1250", "windows-1250"),
                    Map.entry("cp1251", "windows-1251"),
                    Map.entry("cp1256", "windows-1256"),
                    Map.entry("cp1257", "windows-1257"),
                    Map.entry("cp866", "IBM866"),
                    Map.entry("cp850", "IBM850"),
                    Map.entry("cp852", "IBM852"),
                    Map.entry("koi8r", "KOI8-R"),
                    Map.entry("koi8u", "KOI8-U"),
                    Map.entry("sjis", "Shift_JIS"),
                    Map.entry("cp932", "windows-31j"),
                    Map.entry("ujis", "EUC-JP"),
                    Map.entry("euckr", "EUC-KR"),
                    Map.entry("gb2312", "GB2312"),
                    Map.entry("gbk", "GBK"),
                    Map.entry("gb18030", "GB18030"),
                    Map.entry("big5", "Big5"),
                    Map.entry("tis620", "TIS-620"));

    static Repertoire mysql(String name) {
        return switch (name) {
            case "utf8mb4", "utf16", "utf16le", "utf32" -> UNICODE;
            case "utf8", "utf8mb3", "ucs2" -> new Repertoire(name, null, true);
            default -> {
                String java = JAVA_NAMES.getOrDefault(name, "US-ASCII");
                yield new Repertoire(
                        name,
                        Charset.isSupported(java)
                                ? Charset.forName(java)
                                : StandardCharsets.US_ASCII,
                        false);
            }
        };
    }

    @Nullable String misfit(String text) {
        if (basic) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    return name + " has no characters of four bytes";
                }
            }
        } else if (charset != null && !charset.newEncoder().canEncode(text)) {
            return "a character that " + name + " does not have";
        }
        return null;
    }

    boolean covers(Repertoire other) {
        return equals(UNICODE) || equals(other) || basic && !other.equals(UNICODE);
    }

    String limits() {
        return equals(UNICODE) ? "" : " of " + name;
    }
}
