package dev.duet.capture.internal;

import dev.duet.capture.ReaderSettings;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Gathers the changes of one transaction: in memory while it is small, in a temporary file from
/// then on. One thread.
final class ChangeBuffer {
    private static final int WRITE_BUFFER_BYTES = 1 << 18;

    private final ReaderSettings settings;
    private final List<Change> held = new ArrayList<>();
    private long count;
    private long heldWeight;
    private @Nullable Spill spill;

    /// The file side of a buffer that outgrew memory.
    private record Spill(FileChannel file, DataOutputStream out, ChangeCodec codec) {}

    ChangeBuffer(ReaderSettings settings) {
        this.settings = settings;
    }

    void add(Change change) {
        count++;
        if (spill != null) {
            write(spill, change);
            return;
        }
        held.add(change);
        heldWeight += weigh(change);
        if (count > settings.spillAfterChanges() || heldWeight > settings.spillAfterBytes()) {
            Spill opened = openSpill();
            held.forEach(each -> write(opened, each));
            held.clear();
            heldWeight = 0;
            spill = opened;
        }
    }

    long count() {
        return count;
    }

    /// Hands over what was gathered; the buffer is not used again.
    Changes finish() {
        if (spill == null) {
            return Changes.of(held, heldWeight);
        }
        try {
            spill.out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write a large transaction to " + settings.spillFolder(), e);
        }
        return new SpilledChanges(spill.file, spill.codec, count);
    }

    /// Drops what was gathered.
    void discard() {
        held.clear();
        if (spill != null) {
            try {
                spill.file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Spill openSpill() {
        try {
            Files.createDirectories(settings.spillFolder());
            Path path = Files.createTempFile(settings.spillFolder(), "duet-transaction-", ".spill");
            FileChannel file =
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
            DataOutputStream out =
                    new DataOutputStream(
                            new BufferedOutputStream(
                                    Channels.newOutputStream(file), WRITE_BUFFER_BYTES));
            return new Spill(file, out, new ChangeCodec());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write a large transaction to " + settings.spillFolder(), e);
        }
    }

    private void write(Spill to, Change change) {
        try {
            to.codec.write(change, to.out);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write a large transaction to " + settings.spillFolder(), e);
        }
    }

    private static long weigh(Change change) {
        return switch (change) {
            case Change.Insert insert -> insert.after().weight();
            case Change.Update update -> update.before().weight() + update.after().weight();
            case Change.Delete delete -> delete.before().weight();
            case Change.KeyChange move -> move.before().weight() + move.after().weight();
            case Change.Truncate truncate -> 32;
        };
    }
}
