package dev.duet.capture.internal;

import dev.duet.schemas.Change;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// A temporary file that the changes of one large transaction are written to, and where in it each
/// of them begins. One thread.
final class SpillFile {
    private static final int WRITE_BUFFER_BYTES = 1 << 18;

    private final Path folder;
    private final FileChannel file;
    private final CountingStream counting;
    private final DataOutputStream out;
    private final ChangeCodec codec = new ChangeCodec();
    private long[] offsets = new long[1024];
    private int count;
    private long deletes;

    private SpillFile(Path folder, FileChannel file) {
        this.folder = folder;
        this.file = file;
        this.counting =
                new CountingStream(
                        new BufferedOutputStream(
                                Channels.newOutputStream(file), WRITE_BUFFER_BYTES));
        this.out = new DataOutputStream(counting);
    }

    static SpillFile open(Path folder) {
        try {
            Files.createDirectories(folder);
            Path path = Files.createTempFile(folder, "duet-transaction-", ".spill");
            FileChannel file =
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
            return new SpillFile(folder, file);
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
    }

    void write(Change change) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.multiplyExact(count, 2));
        }
        offsets[count++] = counting.written;
        deletes += change instanceof Change.Delete ? 1 : 0;
        try {
            codec.write(change, out);
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
    }

    /// Hands over what was written; the file is not written to again.
    SpilledChanges finish() {
        try {
            out.flush();
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
        long[] ends = Arrays.copyOf(offsets, count + 1);
        ends[count] = counting.written;
        return new SpilledChanges(file, codec, ends, deletes);
    }

    void discard() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UncheckedIOException cannotWrite(Path folder, IOException cause) {
        return new UncheckedIOException("cannot write a large transaction to " + folder, cause);
    }

    /// Counts in a `long` what a [DataOutputStream] counts in an `int`.
    private static final class CountingStream extends FilterOutputStream {
        private long written;

        CountingStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            written++;
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
            written += length;
        }
    }
}
