package dev.duet.mapping.types;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Strings.
///
/// @param charsMax as both databases count: code points
/// @param bytesMax in the column's character set
/// @param blanksKept whether blanks at the end count; in `char(n)` they do not
/// @param nulKept whether U+0000 can be stored; PostgreSQL cannot
record Texts(
        long charsMax, long bytesMax, Repertoire repertoire, boolean blanksKept, boolean nulKept)
        implements Domain {
    static final long UNLIMITED = Long.MAX_VALUE;

    /// In UTF-8, where most texts live, a `char` of Java takes at most three bytes.
    private static final int BYTES_PER_CHAR_MAX = 3;

    static Texts postgres(long charsMax, boolean blanksKept) {
        return new Texts(charsMax, UNLIMITED, Repertoire.UNICODE, blanksKept, false);
    }

    @Override
    public @Nullable String misfit(Object value) {
        String text = (String) value;
        int length = text.length();
        if (length > charsMax && text.codePointCount(0, length) > charsMax) {
            return "longer than " + charsMax + " characters";
        }
        if (length > bytesMax / BYTES_PER_CHAR_MAX
                && text.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
            return "longer than " + bytesMax + " bytes";
        }
        if (!blanksKept && length > 0 && text.charAt(length - 1) == ' ') {
            return "char(n) does not keep blanks at the end";
        }
        if (!nulKept && text.indexOf('\0') >= 0) {
            return "PostgreSQL's text cannot hold U+0000";
        }
        return repertoire.misfit(text);
    }

    /// U+0000 is left out here: no text of PostgreSQL's holds it, so every pair would be narrow.
    @Override
    public Cover of(Domain other) {
        Texts texts = (Texts) other;
        long otherBytesMax =
                Math.min(
                        texts.bytesMax,
                        texts.charsMax == UNLIMITED ? UNLIMITED : texts.charsMax * 4);
        long otherCharsMax = Math.min(texts.charsMax, texts.bytesMax);
        boolean roomy = charsMax >= otherCharsMax && bytesMax >= otherBytesMax;
        return Cover.allIf(roomy && repertoire.covers(texts.repertoire))
                .and(Cover.allButOddUnless(blanksKept || !texts.blanksKept));
    }

    @Override
    public String limits() {
        String length =
                charsMax != UNLIMITED
                        ? charsMax + " characters"
                        : bytesMax != UNLIMITED ? bytesMax + " bytes" : "";
        String blanks = blanksKept ? "" : ", no blanks at the end";
        return (length.isEmpty() ? "any text" : "up to " + length) + repertoire.limits() + blanks;
    }
}
