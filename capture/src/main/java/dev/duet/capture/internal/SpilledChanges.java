package dev.duet.capture.internal;

import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The changes of a large transaction, in a temporary file that vanishes when the last of its users
/// has closed it. Threads may share it: every read says its own place in the file.
final class SpilledChanges implements Changes {
    private static final int READ_BUFFER_BYTES = 1 << 18;

    private final FileChannel file;
    private final ChangeCodec codec;
    private final long[] offsets;
    private final long deletes;
    private final AtomicInteger users;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param offsets where each change begins, and where the last one ends
    SpilledChanges(FileChannel file, ChangeCodec codec, long[] offsets, long deletes) {
        this(file, codec, offsets, deletes, new AtomicInteger(1));
    }

    private SpilledChanges(
            FileChannel file,
            ChangeCodec codec,
            long[] offsets,
            long deletes,
            AtomicInteger users) {
        this.file = file;
        this.codec = codec;
        this.offsets = offsets;
        this.deletes = deletes;
        this.users = users;
    }

    @Override
    public long count() {
        return offsets.length - 1L;
    }

    @Override
    public long deletes() {
        return deletes;
    }

    @Override
    public Change get(long ordinal) {
        int index = Math.toIntExact(ordinal);
        long begin = offsets[index];
        byte[] bytes = new byte[Math.toIntExact(offsets[index + 1] - begin)];
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            new DataInputStream(new PositionedStream(file, begin)).readFully(bytes);
            return codec.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a large transaction back", e);
        }
    }

    @Override
    public Changes share() {
        users.incrementAndGet();
        return new SpilledChanges(file, codec, offsets, deletes, users);
    }

    @Override
    public boolean isSpilled() {
        return true;
    }

    /// Nothing: its changes are not in memory.
    @Override
    public long weight() {
        return 0;
    }

    @Override
    public void close() {
        if (closed.getAndSet(true) || users.decrementAndGet() > 0) {
            return;
        }
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
                        new BufferedInputStream(new PositionedStream(file, 0), READ_BUFFER_BYTES));
        return new Iterator<>() {
            private long read;

            @Override
            public boolean hasNext() {
                return read < count();
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

    /// Reads a file without moving the channel's own position.
    private static final class PositionedStream extends InputStream {
        private final FileChannel file;
        private long position;

        PositionedStream(FileChannel file, long position) {
            this.file = file;
            this.position = position;
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
