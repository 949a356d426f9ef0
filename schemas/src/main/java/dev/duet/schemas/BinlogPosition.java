package dev.duet.schemas;

/// A MySQL log position: the GTIDs of everything executed so far, and where in which binlog file
/// that was.
///
/// The prefixes of one server's log grow by one GTID a transaction, so the number of GTIDs orders
/// them. File and offset serve people and the reader's start; they decide nothing.
///
/// @param file binlog file, e.g. `binlog.000042`
/// @param offset byte offset in that file
public record BinlogPosition(GtidSet gtids, String file, long offset) implements Position {
    static final String PREFIX = "gtid:";

    static BinlogPosition parse(String stored) {
        String[] parts = stored.substring(PREFIX.length()).split("@", -1);
        int colon = parts.length == 2 ? parts[1].lastIndexOf(':') : -1;
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "not a binlog position: '" + stored + "' (expected gtid:SET@FILE:OFFSET)");
        }
        return new BinlogPosition(
                GtidSet.parse(parts[0]),
                parts[1].substring(0, colon),
                Long.parseLong(parts[1].substring(colon + 1)));
    }

    @Override
    public long ordinal() {
        return gtids.count();
    }

    @Override
    public String text() {
        return gtids.toString();
    }

    @Override
    public String stored() {
        return PREFIX + gtids + "@" + file + ":" + offset;
    }

    @Override
    public String toString() {
        return stored();
    }
}
