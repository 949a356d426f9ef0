package dev.duet.schemas.types;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// The canonical form of a geometry: its SRID, a semicolon, and its little-endian well-known binary
/// in hexadecimal.
///
/// MySQL keeps the same two parts, the SRID in four bytes, little-endian, x before y whatever the
/// reference system says.
public final class GeometryText {
    private static final int SRID_BYTES = 4;
    private static final int POINT_BYTES = 21;
    private static final int POINT_TYPE = 1;

    private GeometryText() {}

    /// The canonical form of a point.
    public static String point(int srid, double x, double y) {
        ByteBuffer wkb = ByteBuffer.allocate(POINT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        wkb.put((byte) 1).putInt(POINT_TYPE).putDouble(x).putDouble(y);
        return srid + ";" + HexFormat.of().formatHex(wkb.array());
    }

    /// From MySQL's own bytes.
    public static String ofMysql(byte[] bytes) {
        int srid = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return Integer.toUnsignedString(srid)
                + ";"
                + HexFormat.of().formatHex(bytes, SRID_BYTES, bytes.length);
    }

    /// To MySQL's own bytes.
    public static byte[] toMysql(String geometry) {
        byte[] wkb = wkb(geometry);
        ByteBuffer bytes =
                ByteBuffer.allocate(SRID_BYTES + wkb.length).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putInt(srid(geometry)).put(wkb).array();
    }

    public static int srid(String geometry) {
        return Integer.parseUnsignedInt(geometry, 0, geometry.indexOf(';'), 10);
    }

    /// The same geometry under another SRID.
    public static String withSrid(String geometry, int srid) {
        return Integer.toUnsignedString(srid) + geometry.substring(geometry.indexOf(';'));
    }

    public static boolean isPoint(String geometry) {
        byte[] wkb = wkb(geometry);
        return wkb.length == POINT_BYTES
                && ByteBuffer.wrap(wkb).order(ByteOrder.LITTLE_ENDIAN).getInt(1) == POINT_TYPE;
    }

    /// A point's x and y.
    public static double[] coordinates(String point) {
        ByteBuffer wkb = ByteBuffer.wrap(wkb(point)).order(ByteOrder.LITTLE_ENDIAN);
        return new double[] {wkb.getDouble(5), wkb.getDouble(13)};
    }

    private static byte[] wkb(String geometry) {
        return HexFormat.of().parseHex(geometry, geometry.indexOf(';') + 1, geometry.length());
    }
}
