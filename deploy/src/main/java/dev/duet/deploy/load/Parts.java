package dev.duet.deploy.load;

import dev.duet.apply.KeyRange;
import dev.duet.apply.TableReader;
import dev.duet.deploy.run.ReadingThread;
import dev.duet.deploy.run.Side;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Reads the rows of a chunk in parts and maps them, each on a thread of its own while the one
/// before is written. One thread asks.
///
/// The first part is waited for, so it is small; each takes a question and a statement, so the next
/// is twice as large.
final class Parts implements AutoCloseable {
    private static final int FIRST = 500;
    private static final int MOST = 8_000;

    private final Side source;
    private final Shape shape;
    private final TableReader reader;
    private final Function<List<Row>, Part> mapping;
    private final ReadingThread thread = new ReadingThread("duet-load-read");
    private KeyRange rest = KeyRange.ALL;
    private int wanted;
    private int size;
    private @Nullable Future<Part> coming;

    /// @param mapping is asked on the other thread
    Parts(Side source, Shape shape, Function<List<Row>, Part> mapping) {
        this.source = source;
        this.shape = shape;
        this.mapping = mapping;
        this.reader = source.target().tableReader();
    }

    /// Begins to read.
    ///
    /// @param behind the row behind which they stand
    /// @param limit how many at most
    void begin(@Nullable Row behind, int limit) throws SQLException, InterruptedException {
        passCurrent();
        rest = KeyRange.ALL.behind(behind);
        wanted = limit;
        size = FIRST;
        coming = thread.read(this::read);
    }

    /// What an attempt that failed has left.
    private void passCurrent() throws InterruptedException {
        Future<Part> left = coming;
        if (left != null) {
            try {
                left.get();
            } catch (ExecutionException _) {
                coming = null; // nobody wants it any more
            }
        }
    }

    /// The next rows; none when there are no more, or as many were read as were asked for.
    Part next() throws SQLException, InterruptedException {
        Future<Part> current = coming;
        if (current == null) {
            return Part.NONE;
        }
        coming = null;
        Part part = ReadingThread.result(current);
        if (wanted > 0) {
            coming = thread.read(this::read);
        }
        return part;
    }

    private Part read() throws SQLException {
        int limit = Math.min(size, wanted);
        List<Row> rows;
        try (Connection connection = source.reads().getConnection()) {
            rows = reader.chunk(connection, shape, rest, limit);
            connection.rollback();
        }
        wanted = rows.size() < limit ? 0 : wanted - limit;
        rest = rows.isEmpty() ? rest : rest.behind(rows.getLast());
        size = Math.min(2 * size, MOST);
        return mapping.apply(rows);
    }

    /// Ends within what one read takes.
    @Override
    public void close() {
        thread.close();
    }
}
