package dev.duet.apply;

import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.apply.store.QuarantineStore.Entry;
import dev.duet.apply.store.QuarantineStore.Held;
import dev.duet.mapping.Mapped;
import dev.duet.schemas.BinlogPosition;
import dev.duet.schemas.Change;
import dev.duet.schemas.Changes;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.GtidSet;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.Origin;
import dev.duet.schemas.Position;
import dev.duet.schemas.Shape;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import javax.sql.DataSource;

/// Applies held changes of one direction again, a record at a time and in order. One thread.
///
/// Safe beside a running instance: each transaction begins by locking the checkpoint row, which is
/// the first thing that instance writes too, and moves its counter, so that the instance notices
/// and the change comes back as a marker and not as an echo.
public final class HeldRetry {
    private static final int TRIES = 5;

    private final ApplySettings settings;
    private final DataSource target;
    private final CheckpointStore checkpoints;
    private final Map<String, Shape> shapes;
    private final Function<Change, Mapped> mapping;
    private final String by;

    /// What became of one entry.
    public sealed interface Outcome {
        Entry entry();

        /// It is in the target now, or the target had it already.
        ///
        /// @param conflicts how often the record was not what the change was made on
        record Released(Entry entry, long conflicts) implements Outcome {}

        /// It could not be applied this time either.
        record StillHeld(Entry entry, String code, String reason) implements Outcome {}
    }

    /// @param shapes the source's, by entity
    /// @param mapping of the direction, as it is now
    /// @param by who is noted as having released an entry
    public HeldRetry(
            ApplySettings settings,
            DataSource target,
            Map<String, Shape> shapes,
            Function<Change, Mapped> mapping,
            String by) {
        this.settings = settings;
        this.target = target;
        this.checkpoints = new CheckpointStore(settings.direction().source());
        this.shapes = Map.copyOf(shapes);
        this.mapping = mapping;
        this.by = by;
    }

    /// Applies the held changes of one record, and of those it exchanged keys with, in one
    /// transaction: up to the first that is refused.
    ///
    /// @return what became of each; empty when nothing is held any more
    public List<Outcome> retry(Held record) throws SQLException, InterruptedException {
        var backoff = new Backoff(settings.settings().retry());
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = target.getConnection()) {
                try {
                    List<Outcome> outcomes = inTransaction(connection, record);
                    connection.commit();
                    return outcomes;
                } catch (SQLException | RuntimeException e) {
                    rollback(connection, e);
                    throw e;
                }
            } catch (SQLException e) {
                switch (settings.database().classify(e)) {
                    case DATA -> {
                        return refusedAtCommit(record, e);
                    }
                    case FATAL -> throw e;
                    case TRANSIENT -> {
                        if (attempt == TRIES) {
                            throw e;
                        }
                        backoff.pause(settings.direction(), e);
                    }
                }
            }
        }
    }

    /// A constraint that is checked at the end of a transaction refused all of them.
    private List<Outcome> refusedAtCommit(Held record, SQLException refusal) throws SQLException {
        String code = String.valueOf(refusal.getSQLState());
        String reason = String.valueOf(refusal.getMessage()).lines().findFirst().orElse("");
        try (Connection connection = target.getConnection()) {
            List<Entry> chain = chain(connection, record);
            if (!chain.isEmpty()) {
                settings.quarantine().refusedAgain(connection, chain.getFirst().id(), code, reason);
            }
            connection.commit();
            return chain.stream()
                    .<Outcome>map(entry -> new Outcome.StillHeld(entry, code, reason))
                    .toList();
        }
    }

    private List<Outcome> inTransaction(Connection connection, Held record) throws SQLException {
        Checkpoint current =
                checkpoints
                        .lock(connection)
                        .orElseThrow(() -> new SQLException("duet.checkpoint has no row", "42000"));
        checkpoints.advance(connection, current.marked());
        List<Outcome> outcomes = new ArrayList<>();
        @Nullable Entry refused = null;
        for (Entry entry : chain(connection, record)) {
            Outcome outcome =
                    refused == null
                            ? take(connection, entry)
                            : new Outcome.StillHeld(
                                    entry,
                                    QuarantineStore.FOLLOWS,
                                    "change " + refused.id() + " comes first");
            outcomes.add(outcome);
            switch (outcome) {
                case Outcome.Released _ ->
                        settings.quarantine().settle(connection, entry.id(), "released", by);
                case Outcome.StillHeld held -> {
                    if (refused == null) {
                        refused = entry;
                        settings.quarantine()
                                .refusedAgain(connection, entry.id(), held.code(), held.reason());
                    }
                }
            }
        }
        return outcomes;
    }

    /// The entries that stand in one line with the record's, oldest first: a key change joins two
    /// records.
    private List<Entry> chain(Connection connection, Held record) throws SQLException {
        List<Entry> candidates =
                settings.quarantine().entries(connection, "held").stream()
                        .filter(entry -> entry.entity().equals(record.entity()))
                        .toList();
        Set<Held> records = new HashSet<>(Set.of(record));
        while (true) {
            List<Entry> chain = new ArrayList<>();
            int known = records.size();
            for (Entry entry : candidates) {
                List<Held> about = about(entry);
                if (about.stream().anyMatch(records::contains)) {
                    chain.add(entry);
                    records.addAll(about);
                }
            }
            if (records.size() == known) {
                return chain;
            }
        }
    }

    private List<Held> about(Entry entry) {
        var itself = new Held(entry.entity(), entry.key());
        Shape shape = shapes.get(entry.entity());
        if (shape == null || !entry.operation().equals("key change")) {
            return List.of(itself);
        }
        try {
            List<Held> both = new ArrayList<>(Held.of(entry.change(shape)));
            both.add(itself);
            return both;
        } catch (IllegalArgumentException _) {
            return List.of(itself); // take() will say that the image cannot be read
        }
    }

    private Outcome take(Connection connection, Entry entry) throws SQLException {
        Shape shape = shapes.get(entry.entity());
        if (shape == null) {
            return new Outcome.StillHeld(
                    entry, "NO_ENTITY", "the configuration has no such entity any more");
        }
        Change change;
        try {
            change = entry.change(shape);
        } catch (IllegalArgumentException e) {
            return new Outcome.StillHeld(
                    entry,
                    "CANNOT_READ",
                    "what was held does not fit the source's table as it is now: "
                            + e.getMessage());
        }
        List<Outcome> refusals = new ArrayList<>();
        var writer =
                new BatchWriter(
                        settings,
                        settings.database().rowWriter(),
                        new GuardFailure(settings.direction(), settings.conflicts()),
                        Set.of(),
                        true,
                        (_, _, _, code, reason) ->
                                refusals.add(new Outcome.StillHeld(entry, code, reason)));
        Savepoint before = connection.setSavepoint();
        ApplyOutcome written =
                writer.write(
                        connection,
                        new MappedTransaction(
                                origin(entry), List.of(mapping.apply(change)), Changes.NONE));
        if (!refusals.isEmpty()) {
            connection.rollback(before);
            return refusals.getFirst();
        }
        connection.releaseSavepoint(before);
        return new Outcome.Released(entry, written.conflicts());
    }

    private Origin origin(Entry entry) {
        String text = entry.position();
        Position position =
                text.contains("/")
                        ? Lsn.parse(text)
                        : new BinlogPosition(GtidSet.parse(text), "", 0);
        return new Origin(
                settings.direction().source(),
                position,
                entry.transaction(),
                Instant.EPOCH,
                0,
                null);
    }

    private static void rollback(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
