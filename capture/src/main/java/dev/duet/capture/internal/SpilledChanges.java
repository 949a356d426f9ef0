package dev.duet.capture.internal;

import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The changes of a large transaction, in a temporary file that vanishes when closed. One thread at
/// a time.
final class SpilledChanges implements Changes {
    private static final int READ_BUFFER_BYTES = 1 << 18;

    private final FileChannel file;
    private final ChangeCodec codec;
    private final long count;

    SpilledChanges(FileChannel file, ChangeCodec codec, long count) {
        this.file = file;
        this.codec = codec;
        this.count = count;
    }

    @Override
    public long count() {
        return count;
    }

    /// Nothing: its changes are not in memory.
    @Override
    public long weight() {
        return 0;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Iterator<Change> iterator() {
        DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(new PositionedStream(file), READ_BUFFER_BYTES));
        return new Iterator<>() {
            private long read;

            @Override
            public boolean hasNext() {
                return read < count;
            }

            @Override
            public Change next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                read++;
                try {
                    return codec.read(in);
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot read a large transaction back", e);
                }
            }
        };
    }

    /// Reads a file from its start without moving the channel's own position.
    private static final class PositionedStream extends InputStream {
        private final FileChannel file;
        private long position;

        PositionedStream(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int got = file.read(ByteBuffer.wrap(into, offset, length), position);
            if (got > 0) {
                position += got;
            }
            return got;
        }
    }
}
