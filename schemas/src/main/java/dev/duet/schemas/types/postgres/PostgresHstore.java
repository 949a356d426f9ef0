package dev.duet.schemas.types.postgres;

import dev.duet.schemas.types.JsonText;

import org.jspecify.annotations.Nullable;

import java.util.TreeMap;

/// Reads `"k"=>"v", "n"=>NULL` into a JSON object of strings and nulls. One text each.
final class PostgresHstore {
    private final String text;
    private int at;

    private PostgresHstore(String text) {
        this.text = text;
    }

    static Object json(String text) {
        return new PostgresHstore(text).read();
    }

    private String read() {
        TreeMap<String, @Nullable Object> members = new TreeMap<>();
        while (at < text.length()) {
            String key = quoted();
            at += 2;
            if (text.charAt(at) == '"') {
                members.put(key, quoted());
            } else {
                at += 4;
                members.put(key, null);
            }
            at += 2;
        }
        return JsonText.write(members);
    }

    private String quoted() {
        StringBuilder out = new StringBuilder();
        at++;
        while (text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            out.append(text.charAt(at++));
        }
        at++;
        return out.toString();
    }
}
