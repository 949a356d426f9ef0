package dev.duet.capture.internal;

import dev.duet.capture.ColumnReader;
import dev.duet.capture.SourceLog;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.Unreadable;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// Reads the rows of one table as one Connect schema describes them; made anew when that schema
/// changes. One thread.
final class RowReader {
    private final Schema schema;
    private final Shape shape;
    private final Field[] fields;
    private final ColumnReader[] readers;

    /// @throws DataException when a mapped column is not in the log any more
    RowReader(SourceLog log, Shape shape, Schema schema) {
        this.schema = schema;
        this.shape = shape;
        List<Column> columns = shape.columns();
        this.fields = new Field[columns.size()];
        this.readers = new ColumnReader[columns.size()];
        for (int i = 0; i < fields.length; i++) {
            Column column = columns.get(i);
            Field field = schema.field(column.name());
            if (field == null) {
                throw new DataException(
                        "column "
                                + shape.table()
                                + "."
                                + column.name()
                                + " is mapped but not in the log: was it dropped or renamed?");
            }
            fields[i] = field;
            readers[i] = log.columnReader(column, field.schema());
        }
    }

    Shape shape() {
        return shape;
    }

    boolean reads(Schema other) {
        return schema == other;
    }

    /// A value that cannot be read condemns its record, not the stream.
    private @Nullable Object value(int column, Struct struct) {
        Field field = fields[column];
        try {
            return readers[column].read(struct.getWithoutDefault(field.name()));
        } catch (RuntimeException e) {
            return Unreadable.of(shape.columns().get(column), e);
        }
    }

    Row read(Struct struct) {
        @Nullable Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[i] = value(i, struct);
        }
        return Row.of(values);
    }

    /// An after-image in which what the log left out is taken from the before-image, where that has
    /// it.
    Row readAfter(Struct struct, Row before) {
        @Nullable Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            Object value = value(i, struct);
            values[i] = value == Unchanged.VALUE ? before.get(i) : value;
        }
        return Row.of(values);
    }
}
