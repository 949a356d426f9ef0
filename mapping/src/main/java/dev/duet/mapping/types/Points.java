package dev.duet.mapping.types;

import dev.duet.schemas.types.GeometryText;

/// PostgreSQL's own `point` and MySQL's: the same two doubles; the SRID is the MySQL column's.
record Points(Bridges bridge) {
    TypePair pair() {
        int srid = bridge.right().text().srid();
        return bridge.conversion(
                "x and y" + (srid == 0 ? "" : ", with SRID " + srid + " in MySQL"),
                Cover.ALL_BUT_ODD,
                "NaN, infinities and other SRIDs are refused",
                bridge.there()
                        .parsing(
                                "finite",
                                value ->
                                        finite((String) value)
                                                ? GeometryText.withSrid((String) value, srid)
                                                : null),
                bridge.back()
                        .parsing(
                                "a point with SRID " + srid,
                                value ->
                                        GeometryText.isPoint((String) value)
                                                        && GeometryText.srid((String) value) == srid
                                                ? GeometryText.withSrid((String) value, 0)
                                                : null));
    }

    private static boolean finite(String point) {
        double[] coordinates = GeometryText.coordinates(point);
        return Double.isFinite(coordinates[0]) && Double.isFinite(coordinates[1]);
    }
}
