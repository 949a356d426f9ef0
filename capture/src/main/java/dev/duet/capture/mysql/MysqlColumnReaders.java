package dev.duet.capture.mysql;

import dev.duet.capture.ColumnReader;
import dev.duet.schemas.Column;
import org.apache.kafka.connect.data.Schema;

/// Placeholder until the type table arrives.
public final class MysqlColumnReaders {
    private MysqlColumnReaders() {}

    public static ColumnReader reader(Column column, Schema schema) {
        return value -> value instanceof Number number && !(value instanceof java.math.BigDecimal) ? (Object) number.longValue() : value;
    }
}
