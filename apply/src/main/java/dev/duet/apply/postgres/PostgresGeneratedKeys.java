package dev.duet.apply.postgres;

import dev.duet.apply.GeneratedKeys;
import dev.duet.apply.RowWriter;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Keys of the sequence that a PostgreSQL table's key column owns (identity or serial). They are
/// taken first, since no statement before version 17 says which row of many got which. One thread.
final class PostgresGeneratedKeys implements GeneratedKeys {
    private static final String NEXT =
            "SELECT nextval(pg_get_serial_sequence(?, ?)) FROM generate_series(1, ?)";

    private final RowWriter rows = new PostgresRowWriter();

    @Override
    public BitSet insert(Connection connection, Shape shape, List<Row> inserted, long[] keys)
            throws SQLException {
        take(connection, shape, keys);
        List<Row> keyed = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            @Nullable Object[] values = inserted.get(i).toArray();
            values[0] = keys[i];
            keyed.add(Row.of(values));
        }
        return rows.insert(connection, shape, keyed);
    }

    private static void take(Connection connection, Shape shape, long[] keys) throws SQLException {
        String column = shape.columns().getFirst().name();
        try (PreparedStatement next = connection.prepareStatement(NEXT)) {
            next.setString(1, PostgresStatement.quoted(shape));
            next.setString(2, column);
            next.setInt(3, keys.length);
            try (ResultSet taken = next.executeQuery()) {
                for (int i = 0; i < keys.length; i++) {
                    taken.next();
                    keys[i] = taken.getLong(1);
                    if (taken.wasNull()) {
                        throw new SQLException(
                                "no sequence belongs to column %s of %s: nobody makes up its keys"
                                        .formatted(column, shape.table()));
                    }
                }
            }
        }
    }
}
