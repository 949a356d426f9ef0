package dev.duet.schemas.types.postgres;

import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.JsonText;
import dev.duet.schemas.types.TypeText;

import java.math.BigDecimal;
import java.util.function.Function;

/// Reads `{a,"b c",NULL}`, of any number of dimensions, into the normal JSON of an array.
///
/// Numbers and booleans become JSON's own, all else is a string of PostgreSQL's text. An array that
/// does not begin at 1 keeps PostgreSQL's text (`[0:1]={a,b}`), which no JSON begins like, so no
/// conversion mistakes it.
final class PostgresArrays {
    private final String text;
    private final char delimiter;
    private final Function<String, String> element;
    private final StringBuilder out;
    private int at;

    private PostgresArrays(String text, char delimiter, Function<String, String> element) {
        this.text = text;
        this.delimiter = delimiter;
        this.element = element;
        this.out = new StringBuilder(text.length() + 16);
    }

    static PostgresText reader(TypeText type) {
        Function<String, String> element = element(type.name());
        char delimiter = type.name().equals("box") ? ';' : ',';
        return text ->
                text.startsWith("[") ? text : new PostgresArrays(text, delimiter, element).read();
    }

    private static Function<String, String> element(String type) {
        return switch (type) {
            case "smallint", "integer", "bigint", "oid", "numeric", "real", "double precision" ->
                    PostgresArrays::number;
            case "timestamp with time zone" -> text -> quoted(PostgresInstants.utc(text));
            case "boolean" -> text -> text.equals("t") ? "true" : "false";
            default -> PostgresArrays::quoted;
        };
    }

    private static String number(String text) {
        char last = text.charAt(text.length() - 1);
        boolean special = last < '0' || last > '9';
        return special ? quoted(text) : Decimals.text(Decimals.normal(new BigDecimal(text)));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        JsonText.quote(out, text);
        return out.toString();
    }

    private String read() {
        readLevel();
        return out.toString();
    }

    private void readLevel() {
        at++;
        out.append('[');
        while (text.charAt(at) != '}') {
            char c = text.charAt(at);
            if (c == '{') {
                readLevel();
            } else if (c == delimiter) {
                out.append(',');
                at++;
            } else if (c == '"') {
                out.append(element.apply(quotedElement()));
            } else {
                String bare = bareElement();
                out.append(bare.equals("NULL") ? "null" : element.apply(bare));
            }
        }
        at++;
        out.append(']');
    }

    private String quotedElement() {
        StringBuilder value = new StringBuilder();
        at++;
        while (text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at++;
        return value.toString();
    }

    private String bareElement() {
        int start = at;
        while (text.charAt(at) != delimiter && text.charAt(at) != '}') {
            at++;
        }
        return text.substring(start, at);
    }
}
