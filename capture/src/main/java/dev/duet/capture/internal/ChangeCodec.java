package dev.duet.capture.internal;

import dev.duet.schemas.Change;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Writes and reads changes as bytes; keeps the shapes it has met by number. One thread.
final class ChangeCodec {
    private final List<Shape> shapes = new ArrayList<>();

    void write(Change change, DataOutputStream out) throws IOException {
        switch (change) {
            case Change.Insert insert -> {
                head('I', insert.shape(), out);
                write(insert.after(), out);
            }
            case Change.Update update -> {
                head('U', update.shape(), out);
                write(update.before(), out);
                write(update.after(), out);
            }
            case Change.Delete delete -> {
                head('D', delete.shape(), out);
                write(delete.before(), out);
            }
            case Change.KeyChange move -> {
                head('K', move.shape(), out);
                write(move.before(), out);
                write(move.after(), out);
            }
            case Change.Truncate truncate -> head('T', truncate.shape(), out);
        }
    }

    Change read(DataInputStream in) throws IOException {
        byte operation = in.readByte();
        Shape shape = shapes.get(in.readInt());
        return switch (operation) {
            case 'I' -> new Change.Insert(shape, readRow(shape, in));
            case 'U' -> new Change.Update(shape, readRow(shape, in), readRow(shape, in));
            case 'D' -> new Change.Delete(shape, readRow(shape, in));
            case 'K' -> new Change.KeyChange(shape, readRow(shape, in), readRow(shape, in));
            case 'T' -> new Change.Truncate(shape);
            default -> throw new IOException("unknown operation " + operation);
        };
    }

    private void head(char operation, Shape shape, DataOutputStream out) throws IOException {
        int number = shapes.indexOf(shape);
        if (number < 0) {
            number = shapes.size();
            shapes.add(shape);
        }
        out.writeByte(operation);
        out.writeInt(number);
    }

    private static void write(Row row, DataOutputStream out) throws IOException {
        for (int i = 0; i < row.size(); i++) {
            ValueCodec.write(row.get(i), out);
        }
    }

    private static Row readRow(Shape shape, DataInputStream in) throws IOException {
        @Nullable Object[] values = new Object[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ValueCodec.read(in);
        }
        return Row.of(values);
    }
}
