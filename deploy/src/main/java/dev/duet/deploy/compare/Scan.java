package dev.duet.deploy.compare;

import dev.duet.apply.KeyRange;
import dev.duet.deploy.run.ReadingThread;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/// Looks at every record of both sides once, chunk by chunk, and names those that may differ. One
/// thread compares; each side is read on a thread of its own meanwhile.
///
/// The databases need not sort keys alike. The leading side is cut into chunks; of the other side
/// the part between two cuts is read along, in that side's own order, and both are matched by key.
/// What has no match there is asked for by its key. Between consecutive cuts from no beginning to
/// no end lies every row, in whatever order a database has them: none is missed, and where the
/// orders agree next to nothing is asked for by key.
final class Scan implements AutoCloseable {
    private final Shelf lead;
    private final Shelf other;
    private final Shelf along;
    private final ReadingThread reading = new ReadingThread("duet-compare-along");
    private final Likeness likeness;
    private final Finds finds;
    private final BooleanSupplier stopped;

    /// Where the part of the other side begins that is to be read next.
    private KeyRange rest;

    /// A chunk of the leading side, and the part of the other side that is being read for it; none
    /// where no row of the chunk can be there.
    private record Pair(Shelf.Stretch chunk, Optional<Part> part) {}

    private record Part(KeyRange range, Future<Shelf.Stretch> first) {}

    /// What a scan tells.
    interface Finds {
        /// A row of the leading side was looked at, or of the other.
        void looked(boolean ofLead, Sight sight) throws InterruptedException;

        /// The sides had it alike.
        void alike(Sight lead, Sight other);

        /// The sides had it differently.
        void candidate(Key key) throws SQLException, InterruptedException;

        /// A row that can be no record, by its key as its side has it.
        void unnamed(String system, String key);
    }

    /// @param along the other side, for another thread
    /// @param range of the other side
    Scan(
            Shelf lead,
            Shelf other,
            Shelf along,
            KeyRange range,
            Likeness likeness,
            Finds finds,
            BooleanSupplier stopped) {
        this.lead = lead;
        this.other = other;
        this.along = along;
        this.likeness = likeness;
        this.finds = finds;
        this.stopped = stopped;
        this.rest = range;
    }

    /// @param chunks of the leading side, read by nobody else
    void run(ReadAhead chunks) throws SQLException, InterruptedException {
        @Nullable Row end = rest.upTo();
        @Nullable Pair before = null;
        ReadAhead.Chunk chunk = chunks.next();
        while (chunk != null && !stopped.getAsBoolean()) {
            Pair coming = pair(chunk, end);
            if (before != null) {
                compare(before);
            }
            before = coming;
            chunk = chunks.next();
        }
        if (before != null && !stopped.getAsBoolean()) {
            compare(before);
        }
    }

    /// Begins to read what the other side has of a chunk.
    private Pair pair(ReadAhead.Chunk chunk, @Nullable Row end) {
        Shelf.Stretch stretch = chunk.stretch();
        if (chunk.apart()) {
            @Nullable Row begin = chunk.begin();
            rest = rest.behind(begin == null ? null : there(begin).orElse(null));
        }
        Optional<Row> cut = stretch.last() ? Optional.ofNullable(end) : cut(stretch.rows());
        if (!stretch.last() && cut.isEmpty()) {
            return new Pair(stretch, Optional.empty());
        }
        KeyRange range = rest.upTo(cut.orElse(null));
        rest = rest.behind(cut.orElse(null));
        int rows = stretch.rows().size();
        return new Pair(
                stretch,
                Optional.of(new Part(range, reading.read(() -> along.along(range, rows)))));
    }

    private void compare(Pair pair) throws SQLException, InterruptedException {
        Map<Key, Seen> here = named(lead, pair.chunk());
        for (Seen seen : here.values()) {
            finds.looked(true, seen.sight());
        }
        if (pair.part().isPresent()) {
            match(here, pair.part().get());
        }
        ask(here);
    }

    /// The last of the rows whose key the other side can hold.
    private Optional<Row> cut(List<Row> rows) {
        for (Row row : rows.reversed()) {
            Optional<Row> there = there(row);
            if (there.isPresent()) {
                return there;
            }
        }
        return Optional.empty();
    }

    private Optional<Row> there(Row row) {
        return lead.key(row).flatMap(other::identity);
    }

    /// Takes what it matches out of `here`.
    private void match(Map<Key, Seen> here, Part part) throws SQLException, InterruptedException {
        KeyRange left = part.range();
        Shelf.Stretch stretch = ReadingThread.result(part.first());
        match(here, stretch);
        while (!stretch.last() && !stopped.getAsBoolean()) {
            left = left.behind(stretch.rows().getLast());
            stretch = other.next(left);
            match(here, stretch);
        }
    }

    private void match(Map<Key, Seen> here, Shelf.Stretch stretch)
            throws SQLException, InterruptedException {
        Map<Key, Sight> strangers = new LinkedHashMap<>();
        for (Seen there : named(other, stretch).values()) {
            Seen mine = here.remove(there.key());
            if (mine != null) {
                compare(mine, there);
            } else if (there.sight().isRecord()) {
                strangers.put(there.key(), there.sight());
            }
        }
        for (Seen mine : lead.find(strangers.keySet()).values()) {
            if (!mine.sight().isRecord()) { // else its own chunk compares it
                finds.looked(false, Objects.requireNonNull(strangers.get(mine.key())));
                finds.candidate(mine.key());
            }
        }
    }

    /// For what the part of the other side did not have.
    private void ask(Map<Key, Seen> here) throws SQLException, InterruptedException {
        Map<Key, Seen> there = other.find(here.keySet());
        for (Seen mine : here.values()) {
            compare(mine, there.getOrDefault(mine.key(), Seen.absent(mine.key())));
        }
    }

    private void compare(Seen mine, Seen there) throws SQLException, InterruptedException {
        finds.looked(false, there.sight());
        if (likeness.alike(mine.sight(), there.sight())) {
            finds.alike(mine.sight(), there.sight());
        } else {
            finds.candidate(mine.key());
        }
    }

    private Map<Key, Seen> named(Shelf shelf, Shelf.Stretch stretch) {
        stretch.unnamed().forEach(key -> finds.unnamed(shelf.system(), key));
        return stretch.seen();
    }

    /// Ends within what one read takes.
    @Override
    public void close() {
        reading.close();
    }
}
