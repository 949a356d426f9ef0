package dev.duet.deploy.resync;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.apply.store.ResyncStore;
import dev.duet.deploy.ExitCode;
import dev.duet.deploy.compare.AfterLoss;
import dev.duet.deploy.run.CannotRun;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Side;
import dev.duet.deploy.terminal.Progress;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Brings a direction whose log was lost to where it goes on: decision 32 says why in this order.
/// One thread.
///
/// 1. The other direction has come past all that its log holds. 2. A new place in the lost log is
///    taken. 3. What differs is what the lost stretch held: it is written to the peer. 4. The new
///    place is written down; the running sync begins again from there. 5. Once it has caught up
///    both sides are compared again. Ended anywhere and begun again, all of it is done anew until 4
///    is, and then only 5.
final class Resync {
    private final DuetConfig config;
    private final OpenSystems systems;
    private final Wish wish;
    private final Told told;
    private final ObjectNode json = new ObjectMapper().createObjectNode();

    /// What a person wants.
    ///
    /// @param reason empty for the plan alone
    record Wish(
            boolean isDry, Set<String> deleteExtraIn, int most, String reason, Duration patience) {
        Wish {
            deleteExtraIn = Set.copyOf(deleteExtraIn);
        }
    }

    /// Who hears of it, and may end it.
    ///
    /// @param line takes a line for people
    /// @param confirm ends the command where a person does not want it
    record Told(
            Consumer<String> line, Runnable confirm, Progress progress, BooleanSupplier stopped) {}

    Resync(DuetConfig config, OpenSystems systems, Wish wish, Told told) {
        this.config = config;
        this.systems = systems;
        this.wish = wish;
        this.told = told;
    }

    /// What was done, for scripts.
    ObjectNode json() {
        return json;
    }

    /// @return an exit code
    /// @throws CannotRun when it is not this command that helps
    int run() throws SQLException, InterruptedException {
        List<Loss> losses = Loss.find(config, systems);
        json.put("lost", losses.size());
        if (losses.isEmpty()) {
            return goOn();
        }
        Loss loss = losses.getFirst();
        losses.forEach(this::say);
        if (losses.size() > 1 || !loss.why().isGap()) {
            throw new CannotRun(
                    "what of the two sides is right cannot be told from their logs here:"
                        + " deploy/docs/runbook.md says under 'Both logs, or a restored database'"
                        + " how to begin anew");
        }
        return resync(loss);
    }

    private void say(Loss loss) {
        Instant last = Instant.EPOCH.plus(loss.inTarget().clock(), ChronoUnit.MICROS);
        String since = loss.inTarget().clock() == 0 ? "" : ", carried over last of " + last;
        told.line().accept(loss.direction() + ": " + loss.why().getMessage());
        told.line()
                .accept(
                        "  lost: what clients of %s changed after %s (%s%s)"
                                .formatted(
                                        loss.source().name(),
                                        loss.inTarget().position().text(),
                                        "the last position that is in " + loss.target().name(),
                                        since));
        json.withArray("losses")
                .addObject()
                .put("source", loss.source().name())
                .put("target", loss.target().name())
                .put("reason", loss.why().getMessage())
                .put("lostAfter", loss.inTarget().position().text());
    }

    private int resync(Loss loss) throws SQLException, InterruptedException {
        String source = loss.source().name();
        String target = loss.target().name();
        told.line()
                .accept(
                        "  to do: compare both sides, write to %s what %s has otherwise, records that are only in %s are deleted there; then read the log of %s from a new place"
                                .formatted(target, source, target, source));
        if (!wish.isDry()) {
            told.confirm().run();
        }
        Optional<String> obstacle =
                AfterLoss.awaitSync(config, systems, source, wish.patience(), told.stopped());
        if (obstacle.isPresent()) {
            throw new CannotRun(
                    "%s→%s, whose log is there, must have come to its end first, but %s. Start 'duet run', which carries it on alone, and try again"
                            .formatted(target, source, obstacle.get()));
        }
        if (wish.isDry()) {
            return tell("compared", compare(source, false)).isWell()
                    ? ExitCode.DONE
                    : ExitCode.FOUND;
        }
        NewBeginning beginning = NewBeginning.take(config, loss);
        boolean isWritten = false;
        try {
            AfterLoss first = tell("compared", compare(source, false));
            if (first.isTooMany()) {
                return ExitCode.REFUSED;
            }
            if (told.stopped().getAsBoolean()) {
                told.line().accept("ended; run it again, it begins anew");
                return ExitCode.FOUND;
            }
            beginning.write(wish.reason());
            isWritten = true;
        } finally {
            if (!isWritten) {
                beginning.giveBack();
            }
        }
        told.line().accept("the log of %s is read from %s on".formatted(source, beginning.text()));
        json.put("readsFrom", beginning.text());
        return lookAgain(loss.source(), loss.target());
    }

    /// Where an earlier resync was ended before its last look.
    private int goOn() throws SQLException, InterruptedException {
        for (SystemConfig system : config.systems()) {
            Side source = systems.side(system.name());
            Side target = systems.peerOf(system.name());
            try (Connection connection = target.reads().getConnection()) {
                boolean isOpen = new ResyncStore(source.name()).isOpen(connection);
                connection.rollback();
                if (isOpen) {
                    told.line()
                            .accept(
                                    "the log of %s has its new place already; what is left is to compare both sides again"
                                            .formatted(source.name()));
                    if (!wish.isDry()) {
                        told.confirm().run();
                    }
                    return lookAgain(source, target);
                }
            }
        }
        told.line()
                .accept(
                        "no log is lost, nothing to do; 'duet compare' says whether both sides are"
                                + " equal");
        return ExitCode.DONE;
    }

    /// What the sync itself has left otherwise while it changed over.
    private int lookAgain(Side source, Side target) throws SQLException, InterruptedException {
        Optional<String> obstacle =
                AfterLoss.awaitSync(config, systems, null, wish.patience(), told.stopped());
        if (obstacle.isPresent()) {
            told.line()
                    .accept(
                            "both sides were not compared again: %s. Start 'duet run', then run 'duet resync' once more"
                                    .formatted(obstacle.get()));
            return ExitCode.FOUND;
        }
        AfterLoss last = tell("comparedAgain", compare(source.name(), true));
        if (last.isTooMany()) {
            return ExitCode.REFUSED;
        }
        if (!wish.isDry() && !told.stopped().getAsBoolean()) {
            try (Connection connection = target.pool().getConnection()) {
                new ResyncStore(source.name()).done(connection);
                connection.commit();
            }
        }
        return last.isWell() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private AfterLoss compare(String lost, boolean isRead)
            throws SQLException, InterruptedException {
        return AfterLoss.of(
                config,
                systems,
                new AfterLoss.Wanted(
                        lost,
                        isRead,
                        wish.isDry(),
                        wish.deleteExtraIn(),
                        wish.most(),
                        wish.reason(),
                        wish.patience()),
                told.progress(),
                told.stopped());
    }

    private AfterLoss tell(String name, AfterLoss result) {
        result.lines().forEach(told.line());
        json.set(name, result.json());
        return result;
    }
}
