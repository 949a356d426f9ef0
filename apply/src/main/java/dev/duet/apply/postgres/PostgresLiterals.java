package dev.duet.apply.postgres;

import dev.duet.schemas.types.Decimals;
import dev.duet.schemas.types.GeometryText;
import dev.duet.schemas.types.JsonText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Our JSON forms of arrays and hstore, and points, as PostgreSQL's own literals.
final class PostgresLiterals {
    private PostgresLiterals() {}

    static String array(String canonical) {
        // An array that does not begin at 1 kept PostgreSQL's own text, which ends otherwise than
        // JSON.
        if (canonical.charAt(canonical.length() - 1) == '}') {
            return canonical;
        }
        StringBuilder out = new StringBuilder(canonical.length() + 16);
        append(out, (List<?>) JsonText.parse(canonical));
        return out.toString();
    }

    private static void append(StringBuilder out, @Nullable List<?> elements) {
        out.append('{');
        String comma = "";
        for (Object element : elements == null ? List.of() : elements) {
            out.append(comma);
            comma = ",";
            if (element == null) {
                out.append("NULL");
            } else {
                appendScalar(out, element);
            }
        }
        out.append('}');
    }

    private static void appendScalar(StringBuilder out, Object element) {
        switch (element) {
            case List<?> nested -> append(out, nested);
            case BigDecimal number -> out.append(Decimals.text(number));
            case Boolean bool -> out.append(bool ? 't' : 'f');
            case Object text -> quote(out, (String) text);
        }
    }

    static String hstore(String json) {
        StringBuilder out = new StringBuilder(json.length() + 16);
        String comma = "";
        for (Map.Entry<?, ?> entry :
                Objects.requireNonNull((Map<?, ?>) JsonText.parse(json)).entrySet()) {
            quote(out.append(comma), (String) entry.getKey());
            out.append("=>");
            if (entry.getValue() == null) {
                out.append("NULL");
            } else {
                quote(out, (String) entry.getValue());
            }
            comma = ",";
        }
        return out.toString();
    }

    static String point(String geometry) {
        double[] coordinates = GeometryText.coordinates(geometry);
        return "(" + coordinates[0] + "," + coordinates[1] + ")";
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
