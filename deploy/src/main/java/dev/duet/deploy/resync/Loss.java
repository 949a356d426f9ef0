package dev.duet.deploy.resync;

import dev.duet.apply.store.CheckpointStore;
import dev.duet.capture.NeedsResync;
import dev.duet.deploy.run.CannotRun;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Restored;
import dev.duet.deploy.run.Side;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A log that cannot be read on, as it was found. Immutable.
///
/// @param source whose log it is
/// @param target the system that receives from it
/// @param inTarget the checkpoint row there: how far it has this log
record Loss(Side source, Side target, NeedsResync why, Checkpoint inTarget) {
    /// A running instance may acknowledge a log between our look at the rows and that at the log.
    private static final int LOOKS = 3;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    String direction() {
        return source.name() + "→" + target.name();
    }

    /// Those of both directions.
    static List<Loss> find(DuetConfig config, OpenSystems systems)
            throws SQLException, InterruptedException {
        List<Loss> found = new ArrayList<>();
        for (SystemConfig system : config.systems()) {
            Side source = systems.side(system.name());
            Side target = systems.peerOf(system.name());
            Optional<Loss> loss = look(source, target);
            for (int i = 1; i < LOOKS && loss.isPresent(); i++) {
                Thread.sleep(BETWEEN_LOOKS);
                loss = look(source, target);
            }
            loss.ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Loss> look(Side source, Side target) throws SQLException {
        Checkpoint inTarget = row(source, target);
        Checkpoint inSource = row(target, source);
        Anchor from = later(inTarget.sourceResume(), inSource.targetResume());
        Anchor ofPeer = later(inSource.sourceResume(), inTarget.targetResume());
        try (Connection connection = source.reads().getConnection()) {
            Restored.refuse(target.name(), from, inTarget);
            Restored.refuse(source.name(), ofPeer, inSource);
            source.logCheck().verify(connection, from, inTarget.position(), inTarget.incarnation());
            connection.rollback();
            return Optional.empty();
        } catch (NeedsResync e) {
            return Optional.of(new Loss(source, target, e, inTarget));
        }
    }

    /// The checkpoint row in the second system.
    static Checkpoint row(Side source, Side target) throws SQLException {
        try (Connection connection = target.reads().getConnection()) {
            Optional<Checkpoint> row = new CheckpointStore(source.name()).read(connection);
            connection.rollback();
            return row.orElseThrow(() -> CannotRun.withoutInit(target.name()));
        }
    }

    private static Anchor later(Anchor one, Anchor two) {
        return two.position().isAfter(one.position()) ? two : one;
    }
}
