package dev.duet.deploy.docs;

import dev.duet.deploy.docs.page.Line;
import dev.duet.schemas.config.DerivedConfig;
import dev.duet.schemas.config.Expression;

import java.util.Map;

/// What the file says of a column that is computed. Stateless.
final class DerivedWords {
    private DerivedWords() {}

    static Line computed(DerivedConfig column) {
        Line line = Line.of("computed: ").and(Line.ofCode(column.derive().text()));
        for (Map.Entry<String, Expression> inverse : column.inverse().entrySet()) {
            line =
                    line.text("; where it is changed, ")
                            .and(Line.ofCode(inverse.getKey()))
                            .text(" becomes ")
                            .and(Line.ofCode(inverse.getValue().text()));
        }
        return line;
    }

    static Line direction(String first, String second, DerivedConfig column) {
        boolean isOfFirst = column.system().equals(first);
        String sign = column.goesBothWays() ? "↔" : isOfFirst ? "←" : "→";
        return FieldWords.direction(first, sign, second);
    }
}
