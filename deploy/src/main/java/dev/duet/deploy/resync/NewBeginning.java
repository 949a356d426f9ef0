package dev.duet.deploy.resync;

import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.ResyncStore;
import dev.duet.capture.NeedsResync;
import dev.duet.deploy.Person;
import dev.duet.deploy.init.mysql.LogBeginning;
import dev.duet.deploy.init.postgres.Slot;
import dev.duet.deploy.run.CannotRun;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.status.StatusReader;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.Position;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.LogSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// A new place in a log that was lost, from where everything can be read: taken first, and written
/// down for the sync when both sides have been brought together. One thread.
///
/// Until it is written down nobody reads from it, and it may be given back.
final class NewBeginning {
    private final DuetConfig config;
    private final Loss loss;

    /// How far the peer's log was applied in this database before the new place.
    private final Anchor ofPeer;

    private final Anchor own;

    /// Of a MySQL log.
    private final Optional<LogBeginning> structure;

    private NewBeginning(
            DuetConfig config,
            Loss loss,
            Checkpoint inSource,
            Checkpoint inTarget,
            Position place,
            Optional<LogBeginning> structure) {
        this.config = config;
        this.loss = loss;
        this.ofPeer = new Anchor(inSource.position(), inSource.clock(), inTarget.position());
        this.own = new Anchor(place, inTarget.clock(), inSource.position());
        this.structure = structure;
    }

    /// Makes the slot anew, or notes what is executed.
    static NewBeginning take(DuetConfig config, Loss loss) throws SQLException {
        // before the new place is taken: what is applied by now does not come after it
        Checkpoint inSource = Loss.row(loss.target(), loss.source());
        Checkpoint inTarget = loss.inTarget();
        Optional<LogBeginning> structure = Optional.empty();
        Position place;
        try (Connection connection = loss.source().reads().getConnection()) {
            switch (config.system(loss.source().name()).log()) {
                case LogSource.Postgres postgres -> place = slot(connection, postgres.slot());
                case LogSource.Mysql _ -> {
                    LogBeginning beginning = LogBeginning.take(connection, config);
                    place = beginning.place();
                    structure = Optional.of(beginning);
                }
            }
            connection.commit();
        }
        return new NewBeginning(config, loss, inSource, inTarget, place, structure);
    }

    String text() {
        return own.position().text();
    }

    private static Position slot(Connection connection, String name) throws SQLException {
        Optional<Slot> there = Slot.read(connection, name);
        if (there.isPresent()) {
            if (there.get().activePid() != 0) {
                throw new CannotRun(
                        "the replication slot '%s' is read by process %d: end that first"
                                .formatted(name, there.get().activePid()));
            }
            Slot.drop(connection, name);
            connection.commit(); // a transaction that has written makes no slot
        }
        return Slot.create(connection, name);
    }

    /// Leaves nothing behind that keeps the log of nobody.
    void giveBack() throws SQLException {
        if (config.system(loss.source().name()).log() instanceof LogSource.Postgres postgres) {
            try (Connection connection = loss.source().reads().getConnection()) {
                Slot.drop(connection, postgres.slot());
                connection.commit();
            }
        }
    }

    /// Says to the sync from where to read. The row in the target comes first and is enough: the
    /// sync goes by the later of both.
    ///
    /// What lies between the new place and the ends of both logs is settled, as both sides are the
    /// same: there the rows are the truth, while what clients did is known for what comes after.
    void write(String reason) throws SQLException {
        Side source = loss.source();
        Side target = loss.target();
        CheckpointStore ofSource = new CheckpointStore(target.name());
        CheckpointStore ofTarget = new CheckpointStore(source.name());
        try (Connection inSource = source.pool().getConnection();
                Connection inTarget = target.pool().getConnection()) {
            Checkpoint here = lock(ofSource, inSource, source);
            Checkpoint there = lock(ofTarget, inTarget, target);
            requireReadable(there);
            Position clean = end(source);
            Position cleanOfPeer = end(target);
            boolean isWritten =
                    ofTarget.advance(
                                    inTarget,
                                    new Checkpoint(
                                            there.source(),
                                            own.position(),
                                            there.clock(),
                                            there.counter() + 1,
                                            own,
                                            ofPeer,
                                            clean,
                                            cleanOfPeer,
                                            there.incarnation(),
                                            there.fencingToken()))
                            && ofSource.advance(
                                    inSource,
                                    new Checkpoint(
                                            here.source(),
                                            here.position(),
                                            here.clock(),
                                            here.counter() + 1,
                                            ofPeer,
                                            own,
                                            cleanOfPeer,
                                            clean,
                                            here.incarnation(),
                                            here.fencingToken()));
            if (!isWritten) {
                throw new IllegalStateException("the checkpoint rows are locked");
            }
            new ResyncStore(source.name())
                    .begin(
                            inTarget,
                            new ResyncStore.Entry(
                                    loss.inTarget().position().text(),
                                    text(),
                                    reason,
                                    Person.here()));
            if (structure.isPresent()) {
                // what was altered in the lost stretch is not in the history that was
                structure.get().write(inSource);
            }
            inTarget.commit();
            inSource.commit();
        }
    }

    private static Checkpoint lock(CheckpointStore store, Connection connection, Side side)
            throws SQLException {
        return store.lock(connection).orElseThrow(() -> CannotRun.withoutInit(side.name()));
    }

    /// The log may have been lost once more while both sides were compared.
    private void requireReadable(Checkpoint there) throws SQLException {
        Side source = loss.source();
        try (Connection connection = source.reads().getConnection()) {
            source.logCheck().verify(connection, own, own.position(), there.incarnation());
            connection.rollback();
        } catch (NeedsResync e) {
            throw new CannotRun(
                    "the log of %s was lost again while both sides were compared: %s. Let it keep more ('duet status' shows 'log headroom'), then run 'duet resync' again"
                            .formatted(source.name(), e.getMessage()));
        }
    }

    private Position end(Side side) throws SQLException {
        try (Connection connection = side.reads().getConnection()) {
            Position end = StatusReader.logStatus(config.system(side.name())).end(connection);
            connection.rollback();
            return end;
        }
    }
}
