package dev.duet.schemas.types.postgres;

import dev.duet.schemas.types.GeometryText;

/// PostgreSQL's own `point`, `(1.5,-2)`, as a geometry without a reference system.
final class PostgresPoint {
    private PostgresPoint() {}

    static Object geometry(String text) {
        int comma = text.indexOf(',');
        double x = Double.parseDouble(text.substring(1, comma));
        double y = Double.parseDouble(text.substring(comma + 1, text.length() - 1));
        return GeometryText.point(0, x, y);
    }
}
