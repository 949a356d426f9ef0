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
import java.util.Optional;

/// Reads the rows of one table as one Connect schema describes them; made anew when that schema
/// changes. One thread.
final class RowReader {
    private final Schema schema;
    private final Shape shape;
    private final @Nullable Field[] fields;
    private final ColumnReader[] readers;

    /// @throws DataException when a column of the key is not in the log any more
    RowReader(SourceLog log, Shape shape, Schema schema) {
        this.schema = schema;
        this.shape = shape;
        List<Column> columns = shape.columns();
        this.fields = new Field[columns.size()];
        this.readers = new ColumnReader[columns.size()];
        for (int i = 0; i < fields.length; i++) {
            Column column = columns.get(i);
            Field field = schema.field(column.name());
            if (field != null) {
                fields[i] = field;
                readers[i] = log.columnReader(column, field.schema());
            } else if (i < shape.keySize()) {
                throw new DataException(
                        "column %s.%s is of the key and not in the log: was it dropped or renamed? A key cannot change while Duet runs; mend: give it its name back, or map the new one, run 'duet init' and 'duet load'"
                                .formatted(shape.table(), column.name()));
            }
        }
    }

    /// A column that is not in the log any more, or not yet.
    Optional<String> missing() {
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] == null) {
                return Optional.of(shape.columns().get(i).name());
            }
        }
        return Optional.empty();
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
        if (field == null) {
            return Unreadable.absent(shape.columns().get(column));
        }
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
