package dev.duet.bench;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;

/// One row of the table that is measured: eight columns of the usual kinds, about 150 bytes.
record Item(
        int id,
        int quantity,
        long total,
        String code,
        @Nullable String name,
        @Nullable BigDecimal price,
        boolean active,
        @Nullable LocalDateTime changedAt) {
    private static final LocalDateTime BEGIN = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final String[] WORDS = {
        "valve", "gear", "Schraube", "écrou", "パイプ", "bolt", "hinge", "spring", "washer", "🔩"
    };

    /// The row of this number, always the same; another version differs in five columns.
    static Item of(int id, int version) {
        int mixed = (id * 31 + version) * 0x9E3779B1;
        return new Item(
                id,
                Math.floorMod(mixed, 10_000),
                (long) mixed * 1_000_003L,
                "SKU-%08d-%04x".formatted(id, mixed & 0xFFFF),
                "%s %s, %d mm, batch %d of the item in the catalogue"
                        .formatted(
                                WORDS[Math.floorMod(mixed, WORDS.length)],
                                WORDS[Math.floorMod(mixed >> 8, WORDS.length)],
                                Math.floorMod(mixed >> 4, 500),
                                version),
                BigDecimal.valueOf(Math.floorMod(mixed, 100_000_000), 2),
                (mixed & 1) == 0,
                BEGIN.plusNanos(Math.floorMod((long) mixed * 7_919, 30_000_000_000L) * 1_000_000));
    }

    /// Sets all columns, in their order.
    void bind(PreparedStatement statement) throws SQLException {
        statement.setInt(1, id);
        bindRest(statement, 2);
        statement.addBatch();
    }

    /// Sets all columns but the key, then the key.
    void bindUpdate(PreparedStatement statement) throws SQLException {
        int next = bindRest(statement, 1);
        statement.setInt(next, id);
        statement.addBatch();
    }

    private int bindRest(PreparedStatement statement, int from) throws SQLException {
        int i = from;
        statement.setInt(i++, quantity);
        statement.setLong(i++, total);
        statement.setString(i++, code);
        statement.setString(i++, name);
        statement.setBigDecimal(i++, price);
        statement.setBoolean(i++, active);
        statement.setObject(i++, changedAt);
        return i;
    }

    /// The row as a query for all columns gives it.
    static Item read(ResultSet row) throws SQLException {
        return new Item(
                row.getInt(1),
                row.getInt(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getBigDecimal(6),
                row.getBoolean(7),
                row.getObject(8, LocalDateTime.class));
    }
}
