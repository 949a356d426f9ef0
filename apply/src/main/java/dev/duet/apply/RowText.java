package dev.duet.apply;

import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// The text form of rows in which both databases take many at once, PostgreSQL's `COPY` and MySQL's
/// `LOAD DATA`: a line for each row, tabs between the fields, `\N` for null, in UTF-8.
///
/// A block is made when it is read, so the database works on what it has got meanwhile. Where a
/// value has no text the stream just ends, for a driver does not leave a protocol in the middle:
/// [#requireWhole] says so then. One thread.
public final class RowText extends InputStream {
    private static final int BLOCK = 1 << 13;

    private final Iterator<Row> rows;
    private final int columns;
    private final Fields fields;
    private byte[] block = new byte[BLOCK + (BLOCK >> 2)];
    private int end;
    private int next;
    private @Nullable RuntimeException failure;

    /// How values are written.
    @FunctionalInterface
    public interface Fields {
        /// @param value which is not null
        String text(int column, Object value);
    }

    public RowText(List<Row> rows, int columns, Fields fields) {
        this.rows = rows.iterator();
        this.columns = columns;
        this.fields = fields;
    }

    @Override
    public int read() {
        return isThereMore() ? block[next++] & 0xff : -1;
    }

    /// As much as is there of a block.
    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!isThereMore()) {
            return -1;
        }
        int count = Math.min(length, end - next);
        System.arraycopy(block, next, into, offset, count);
        next += count;
        return count;
    }

    /// To be asked when all was read.
    ///
    /// @throws RuntimeException why a value has no text
    public void requireWhole() {
        if (failure != null) {
            throw failure;
        }
    }

    private boolean isThereMore() {
        if (next == end && failure == null) {
            next = 0;
            end = 0;
            try {
                while (end < BLOCK && rows.hasNext()) {
                    row(rows.next());
                }
            } catch (RuntimeException e) {
                failure = e;
                end = 0;
            }
        }
        return next < end;
    }

    private void row(Row row) {
        for (int i = 0; i < columns; i++) {
            if (i > 0) {
                add('\t');
            }
            Object value = row.get(i);
            if (value == null) {
                add('\\');
                add('N');
            } else {
                escaped(fields.text(i, value).getBytes(StandardCharsets.UTF_8));
            }
        }
        add('\n');
    }

    /// What is special is one byte, and no part of another character.
    private void escaped(byte[] text) {
        require(2 * text.length);
        for (byte letter : text) {
            char special =
                    switch (letter) {
                        case '\\' -> '\\';
                        case '\t' -> 't';
                        case '\n' -> 'n';
                        case '\r' -> 'r';
                        default -> 0;
                    };
            if (special == 0) {
                block[end++] = letter;
            } else {
                block[end++] = '\\';
                block[end++] = (byte) special;
            }
        }
    }

    private void add(char letter) {
        require(1);
        block[end++] = (byte) letter;
    }

    private void require(int room) {
        if (block.length - end < room) {
            block = Arrays.copyOf(block, Math.max(2 * block.length, end + room));
        }
    }
}
