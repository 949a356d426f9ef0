package dev.duet.capture.postgres;

import dev.duet.capture.ColumnReader;
import dev.duet.schemas.Column;
import org.apache.kafka.connect.data.Schema;

/// Placeholder until the type table arrives.
public final class PostgresColumnReaders {
    private PostgresColumnReaders() {}

    public static ColumnReader reader(Column column, Schema schema) {
        return value -> value instanceof Number number && !(value instanceof java.math.BigDecimal) ? (Object) number.longValue() : value;
    }
}
