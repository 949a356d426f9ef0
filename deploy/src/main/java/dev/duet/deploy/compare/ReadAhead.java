package dev.duet.deploy.compare;

import dev.duet.apply.KeyRange;
import dev.duet.deploy.run.ReadingThread;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/// Cuts a side's table into chunks and reads each while the one before is compared, on a thread of
/// its own. Of a sample some chunks are passed over, key by key and unread.
final class ReadAhead implements AutoCloseable {
    private static final int ALL = 100;

    private final Shelf shelf;
    private final int percent;
    private final RandomGenerator random;
    private final ReadingThread thread = new ReadingThread("duet-compare-read");
    private KeyRange rest;
    private boolean ended;
    private Future<@Nullable Chunk> coming;

    /// @param begin the row behind which it begins; null where that is the beginning of all
    /// @param apart whether something was passed over before it
    record Chunk(@Nullable Row begin, boolean apart, Shelf.Stretch stretch) {}

    /// @param percent how many of a hundred chunks are read
    ReadAhead(Shelf shelf, KeyRange all, int percent, RandomGenerator random) {
        this.shelf = shelf;
        this.rest = all;
        this.percent = percent;
        this.random = random;
        this.coming = thread.read(this::read);
    }

    /// Null when there are no more.
    @Nullable Chunk next() throws SQLException, InterruptedException {
        Chunk chunk = ReadingThread.result(coming);
        coming = thread.read(this::read);
        return chunk;
    }

    private @Nullable Chunk read() throws SQLException {
        boolean apart = false;
        while (!ended && percent < ALL && random.nextInt(ALL) >= percent) {
            Row end = shelf.skip(rest);
            ended = end == null;
            rest = rest.behind(end);
            apart = true;
        }
        if (ended) {
            return null;
        }
        Row begin = rest.from();
        Shelf.Stretch stretch = shelf.next(rest);
        ended = stretch.last();
        if (!stretch.rows().isEmpty()) {
            rest = rest.behind(stretch.rows().getLast());
        }
        return new Chunk(begin, apart, stretch);
    }

    /// Ends within what one read takes.
    @Override
    public void close() {
        thread.close();
    }
}
