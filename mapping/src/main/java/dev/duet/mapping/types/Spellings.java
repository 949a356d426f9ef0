package dev.duet.mapping.types;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/// Spells texts as PostgreSQL would show them, so that what is written reads back the same.
final class Spellings {
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;
    private static final int GROUPS = 8;
    private static final int IPV4_AT = 12;

    private Spellings() {}

    /// PostgreSQL's spelling, or null when it would not take the text, or when we cannot tell how
    /// it spells it.
    static @Nullable String normal(String type, String text) {
        return switch (type) {
            case "inet" -> network(text, false);
            case "cidr" -> network(text, true);
            case "macaddr" -> hardware(text, 6);
            case "macaddr8" -> hardware(text, 8);
            // PostgreSQL changes the declaration and keeps the rest.
            case "xml" ->
                    text.isBlank() || text.contains("<?xml") || text.contains("<!DOCTYPE")
                            ? null
                            : text;
            default -> null;
        };
    }

    private static @Nullable String hardware(String text, int bytes) {
        String digits =
                text.toLowerCase(Locale.ROOT).replace(":", "").replace("-", "").replace(".", "");
        if (digits.length() != 2 * bytes) {
            return null;
        }
        return HexFormat.ofDelimiter(":").formatHex(HexFormat.of().parseHex(digits));
    }

    private static @Nullable String network(String text, boolean cidr) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean six = address.indexOf(':') >= 0;
        if (address.isEmpty() || address.indexOf('%') >= 0) {
            return null;
        }
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        if (six && bytes.length == IPV4_BITS / 8) {
            // Java takes ::ffff:1.2.3.4 for an IPv4 address, PostgreSQL does not.
            bytes = mapped(bytes);
        }
        int bits = six ? IPV6_BITS : IPV4_BITS;
        int prefix = slash < 0 ? bits : Integer.parseInt(text, slash + 1, text.length(), 10);
        boolean dotted = six || address.chars().filter(c -> c == '.').count() == 3;
        if (bytes.length * 8 != bits
                || prefix < 0
                || prefix > bits
                || !dotted
                || cidr && hasHostBits(bytes, prefix)) {
            return null;
        }
        String spelled = six ? six(bytes) : four(bytes);
        return prefix == bits && !cidr ? spelled : spelled + "/" + prefix;
    }

    private static byte[] mapped(byte[] four) {
        byte[] six = new byte[IPV6_BITS / 8];
        six[IPV4_AT - 2] = (byte) 0xFF;
        six[IPV4_AT - 1] = (byte) 0xFF;
        System.arraycopy(four, 0, six, IPV4_AT, four.length);
        return six;
    }

    private static boolean hasHostBits(byte[] bytes, int prefix) {
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] >> (7 - bit % 8) & 1) == 1) {
                return true;
            }
        }
        return false;
    }

    private static String four(byte[] bytes) {
        return (bytes[0] & 255)
                + "."
                + (bytes[1] & 255)
                + "."
                + (bytes[2] & 255)
                + "."
                + (bytes[3] & 255);
    }

    /// The longest run of two or more zero groups is left out, the first of equals; null where IPv4
    /// digits would appear.
    private static String six(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 255) << 8 | bytes[2 * i + 1] & 255;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
            i = Math.max(i, end - 1);
        }
        if (start == 0 && (length == 6 || length == 5 && groups[5] == 0xFFFF)) {
            return (length == 6 ? "::" : "::ffff:")
                    + four(Arrays.copyOfRange(bytes, IPV4_AT, bytes.length));
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                out.append("::");
                i += length - 1;
            } else {
                out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return out.toString();
    }
}
