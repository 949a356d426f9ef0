package dev.duet.schemas.types;

/// The blanks that fill a `char(n)` up, which do not count.
public final class Padding {
    private Padding() {}

    public static String stripped(String padded) {
        int end = padded.length();
        while (end > 0 && padded.charAt(end - 1) == ' ') {
            end--;
        }
        return padded.substring(0, end);
    }
}
