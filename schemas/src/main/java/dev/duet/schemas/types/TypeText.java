package dev.duet.schemas.types;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A column's type as its database spells it, taken apart once per table.
///
/// PostgreSQL: what `format_type()` gives; a domain is spelled as its base type, an enum as
/// `schema.name enum('a','b')`. MySQL: `COLUMN_TYPE`, followed by ` character set x` unless that is
/// utf8mb4, and by ` srid n` where one is declared.
///
/// @param name lower case, without modifiers: `timestamp without time zone`, `int`, `enum`,
///   `double`
/// @param arguments what stands in the brackets: `10`, `2` or the unquoted labels of an enum or a
///   set
/// @param array whether it is a PostgreSQL array of that name
/// @param typeName the name to cast to, where it is not `name`: a PostgreSQL enum's
/// @param charset MySQL's character set; utf8mb4 unless the text names another
public record TypeText(
        String name,
        List<String> arguments,
        boolean unsigned,
        boolean array,
        boolean generated,
        @Nullable String typeName,
        String charset,
        int srid) {
    public TypeText {
        arguments = List.copyOf(arguments);
    }

    /// Reads a type's text. An unknown type is no error: it has a name like any other.
    public static TypeText of(String text) {
        return new Reader(text.strip()).read();
    }

    /// The argument at that place as a number, or the given one if there is none.
    public int number(int place, int otherwise) {
        return place < arguments.size() ? Integer.parseInt(arguments.get(place)) : otherwise;
    }

    /// An array's element type, or this type itself.
    public TypeText element() {
        return new TypeText(name, arguments, unsigned, false, generated, typeName, charset, srid);
    }

    /// Reads left to right: words, one bracket with arguments, words. One thread, one text.
    private static final class Reader {
        /// MySQL's catalog writes a backslash in a label as two, PostgreSQL's as it is.
        private boolean escapes;

        private final String text;
        private final StringBuilder words = new StringBuilder();
        private final List<String> arguments = new ArrayList<>();
        private boolean bracketed;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        TypeText read() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '(' && !bracketed) {
                    at++;
                    String name = words.toString().strip();
                    escapes = name.equals("enum") || name.equals("set");
                    readArguments();
                    words.append(' ');
                } else {
                    words.append(c);
                    at++;
                }
            }
            String spelled = words.toString().strip().replaceAll("\\s+", " ");
            return interpret(spelled);
        }

        private TypeText interpret(String spelled) {
            String rest = spelled;
            boolean generated = rest.endsWith(" generated");
            rest = generated ? rest.substring(0, rest.length() - " generated".length()) : rest;
            int srid = 0;
            int sridAt = rest.lastIndexOf(" srid ");
            if (sridAt > 0) {
                srid = Integer.parseInt(rest.substring(sridAt + " srid ".length()).strip());
                rest = rest.substring(0, sridAt);
            }
            String charset = "utf8mb4";
            int charsetAt = rest.lastIndexOf(" character set ");
            if (charsetAt > 0) {
                charset = rest.substring(charsetAt + " character set ".length()).strip();
                rest = rest.substring(0, charsetAt);
            }
            boolean array = rest.endsWith("[]");
            while (rest.endsWith("[]")) {
                rest = rest.substring(0, rest.length() - 2).strip();
            }
            if (rest.endsWith(" enum")) {
                String typeName = rest.substring(0, rest.length() - " enum".length());
                return new TypeText(
                        "enum", arguments, false, array, generated, typeName, charset, srid);
            }
            String lower = rest.toLowerCase(Locale.ROOT);
            boolean unsigned = lower.contains(" unsigned");
            String name = lower.replace(" unsigned", "").replace(" zerofill", "").strip();
            return new TypeText(name, arguments, unsigned, array, generated, null, charset, srid);
        }

        private void readArguments() {
            bracketed = true;
            StringBuilder argument = new StringBuilder();
            while (at < text.length() && text.charAt(at) != ')') {
                char c = text.charAt(at++);
                if (c == '\'') {
                    readLabel(argument);
                } else if (c == ',') {
                    arguments.add(argument.toString());
                    argument.setLength(0);
                } else if (c != ' ') {
                    argument.append(c);
                }
            }
            at++;
            arguments.add(argument.toString());
        }

        /// A quote inside a label is doubled in both databases' catalogs.
        private void readLabel(StringBuilder label) {
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '\\' && escapes && at < text.length()) {
                    label.append(MysqlEscapes.unescaped(text.charAt(at++)));
                } else if (c != '\'') {
                    label.append(c);
                } else if (at < text.length() && text.charAt(at) == '\'') {
                    label.append(c);
                    at++;
                } else {
                    return;
                }
            }
        }
    }
}
