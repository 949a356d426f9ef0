package dev.duet.deploy.compare;

import dev.duet.apply.KeyRange;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/// Cuts a side's table into chunks and reads each while the one before is compared, on a thread of
/// its own. Of a sample some chunks are passed over, key by key and unread.
final class ReadAhead implements AutoCloseable {
    private static final int ALL = 100;

    private final Shelf shelf;
    private final int percent;
    private final RandomGenerator random;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("duet-compare-read").daemon().factory());
    private KeyRange rest;
    private boolean ended;
    private Future<@Nullable Chunk> coming;

    /// @param begin the row behind which it begins; null where that is the beginning of all
    /// @param apart whether something was passed over before it
    /// @param last whether nothing comes after it
    record Chunk(@Nullable Row begin, boolean apart, List<Row> rows, boolean last) {}

    /// @param percent how many of a hundred chunks are read
    ReadAhead(Shelf shelf, KeyRange all, int percent, RandomGenerator random) {
        this.shelf = shelf;
        this.rest = all;
        this.percent = percent;
        this.random = random;
        this.coming = thread.submit(this::read);
    }

    /// Null when there are no more.
    @Nullable Chunk next() throws SQLException, InterruptedException {
        try {
            Chunk chunk = coming.get();
            coming = thread.submit(this::read);
            return chunk;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
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
        return new Chunk(begin, apart, stretch.rows(), stretch.last());
    }

    /// Ends within what one read takes.
    @Override
    public void close() {
        thread.close();
    }
}
