package dev.duet.deploy.compare;

import dev.duet.apply.KeyRange;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Looks at every record of both sides once, chunk by chunk, and names those that may differ. One
/// thread.
///
/// The databases need not sort keys alike. The leading side is cut into chunks; of the other side
/// the part between two cuts is read along, in that side's own order, and both are matched by key.
/// What has no match there is asked for by its key. Between consecutive cuts from no beginning to
/// no end lies every row, in whatever order a database has them: none is missed, and where the
/// orders agree next to nothing is asked for by key.
final class Scan {
    private final Shelf lead;
    private final Shelf other;
    private final Likeness likeness;
    private final Finds finds;
    private final BooleanSupplier stopped;

    /// Where the part of the other side begins that is to be read next.
    private KeyRange rest;

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

    /// @param range of the other side
    Scan(
            Shelf lead,
            Shelf other,
            KeyRange range,
            Likeness likeness,
            Finds finds,
            BooleanSupplier stopped) {
        this.lead = lead;
        this.other = other;
        this.likeness = likeness;
        this.finds = finds;
        this.stopped = stopped;
        this.rest = range;
    }

    /// @param chunks of the leading side, read by nobody else
    void run(ReadAhead chunks) throws SQLException, InterruptedException {
        @Nullable Row end = rest.upTo();
        ReadAhead.Chunk chunk = chunks.next();
        while (chunk != null && !stopped.getAsBoolean()) {
            Map<Key, Seen> here = named(lead, chunk.rows());
            for (Seen seen : here.values()) {
                finds.looked(true, seen.sight());
            }
            if (chunk.apart()) {
                @Nullable Row begin = chunk.begin();
                rest = rest.behind(begin == null ? null : there(begin).orElse(null));
            }
            Optional<Row> cut = chunk.last() ? Optional.ofNullable(end) : cut(chunk.rows());
            if (chunk.last() || cut.isPresent()) {
                match(here, rest.upTo(cut.orElse(null)));
                rest = rest.behind(cut.orElse(null));
            }
            ask(here);
            chunk = chunks.next();
        }
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
    private void match(Map<Key, Seen> here, KeyRange part)
            throws SQLException, InterruptedException {
        KeyRange left = part;
        boolean last = false;
        while (!last && !stopped.getAsBoolean()) {
            Shelf.Stretch stretch = other.next(left);
            Map<Key, Sight> strangers = new LinkedHashMap<>();
            for (Seen there : named(other, stretch.rows()).values()) {
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
            last = stretch.last();
            if (!last) {
                left = left.behind(stretch.rows().getLast());
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

    private Map<Key, Seen> named(Shelf shelf, List<Row> rows) {
        Map<Key, Seen> named = new LinkedHashMap<>();
        for (Row row : rows) {
            shelf.seen(row)
                    .ifPresentOrElse(
                            seen -> named.put(seen.key(), seen),
                            () -> finds.unnamed(shelf.system(), shelf.keyText(row)));
        }
        return named;
    }
}
