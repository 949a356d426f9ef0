package dev.duet.deploy.compare;

import dev.duet.apply.KeyRange;
import dev.duet.apply.TargetTerms;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.Fitted;
import dev.duet.deploy.run.Fitting;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.terminal.Progress;
import dev.duet.schemas.Key;
import dev.duet.schemas.Row;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.SystemConfig;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/// Compares both sides, entity by entity, for one command; closes what it opened. One thread.
final class Comparison implements AutoCloseable {
    private final DuetConfig config;
    private final Request request;
    private final OpenSystems systems;
    private final Fitted fitted;
    private final Blueprint blueprint;
    private final Progress progress;
    private final BooleanSupplier stopped;
    private final Pace pace;

    /// Of systems that are open; to be closed by whoever opened them.
    Comparison(
            DuetConfig config,
            Request request,
            OpenSystems systems,
            Progress progress,
            BooleanSupplier stopped)
            throws SQLException {
        this(config, request, systems, progress, stopped, Pace.FREE);
    }

    Comparison(
            DuetConfig config,
            Request request,
            OpenSystems systems,
            Progress progress,
            BooleanSupplier stopped,
            Pace pace)
            throws SQLException {
        this.fitted = Fitting.beside(config, systems.sides());
        this.config = fitted.config();
        this.blueprint = fitted.blueprint();
        this.request = request;
        this.systems = systems;
        this.progress = progress;
        this.stopped = stopped;
        this.pace = pace;
    }

    /// @param stopped whether somebody wants it to end
    /// @throws dev.duet.deploy.connect.CannotConnect when a database is not there
    static Comparison open(
            DuetConfig config, Request request, Progress progress, BooleanSupplier stopped)
            throws SQLException {
        OpenSystems systems = OpenSystems.reachable(config);
        try {
            return new Comparison(config, request, systems, progress, stopped);
        } catch (SQLException | RuntimeException e) {
            systems.close();
            throw e;
        }
    }

    /// @param unlikes gets what differs
    /// @throws WrongRequest when a key of the request is none
    Findings run(Unlike.Sink unlikes) throws SQLException, InterruptedException {
        return run(request.entities(), unlikes);
    }

    /// Of some of the entities, as far as they fit.
    Findings run(List<String> entities, Unlike.Sink unlikes)
            throws SQLException, InterruptedException {
        Fence fence = fence();
        Optional<String> atFirst = fence.obstacle();
        List<Tally> tallies = new ArrayList<>();
        int listed = 0;
        for (String entity : fitted.of(entities)) {
            if (stopped.getAsBoolean()) {
                break;
            }
            Likeness likeness = likeness(entity);
            var tally = new Tally(likeness, request.listedMost() - listed);
            long began = System.nanoTime();
            compare(likeness, tally, fence, unlikes);
            tally.took(Duration.ofNanos(System.nanoTime() - began));
            tallies.add(tally);
            listed += tally.listed().size();
        }
        progress.end();
        @Nullable String obstacle = fence.met().or(() -> atFirst).orElse(null);
        return Findings.of(
                config, request, tallies, fitted.among(entities), obstacle, stopped.getAsBoolean());
    }

    /// @throws dev.duet.deploy.run.CannotRun when one of these entities does not fit its tables
    void require(List<String> entities) {
        fitted.require(entities);
    }

    /// Looks at some records of an entity once more, behind the sync.
    void lookAgain(String entity, Collection<Key> keys, Unlike.Sink unlikes)
            throws SQLException, InterruptedException {
        require(List.of(entity));
        Likeness likeness = likeness(entity);
        Recheck recheck = recheck(likeness, new Tally(likeness, 0), fence(), unlikes);
        for (Key key : keys) {
            recheck.add(key);
        }
        recheck.settle();
        progress.end();
    }

    /// Why the sync cannot carry over all, as far as it is told.
    Optional<String> obstacle() throws SQLException {
        return fence().obstacle();
    }

    boolean isAtWork() throws SQLException {
        return fence().isAtWork();
    }

    boolean isStopped() {
        return stopped.getAsBoolean();
    }

    List<String> systems() {
        return config.systemNames();
    }

    EntityRules rules(String entity) {
        return blueprint.rules().stream()
                .filter(it -> it.entity().equals(entity))
                .findFirst()
                .orElseThrow();
    }

    /// Where records of an entity are written.
    Mender.Place place(boolean first, String entity) {
        SystemConfig system = first ? config.first() : config.second();
        return new Mender.Place(
                systems.side(system.name()),
                config.peerOf(system.name()).name(),
                terms(system),
                shelf(system, entity));
    }

    Fence fence() {
        return new Fence(config, systems, request.patience(), stopped, request.unread());
    }

    private boolean keepsAlone(String entity, SystemConfig system) {
        return config.entities().stream()
                .filter(it -> it.name().equals(entity))
                .anyMatch(it -> it.conflicts().keepsAlone(system.name()));
    }

    Shape canonical(String entity) {
        return terms(config.first()).canonical(entity);
    }

    private Likeness likeness(String entity) throws SQLException {
        TargetTerms terms = terms(config.first());
        return new Likeness(
                terms.canonical(entity),
                terms.ignored(entity),
                new Likeness.Kept(kept(entity, Side.A), kept(entity, Side.B)),
                keepsAlone(entity, config.first()),
                keepsAlone(entity, config.second()),
                blueprint.sent(entity));
    }

    /// The fields of the other side's in which a side keeps what it writes.
    private BitSet kept(String entity, Side side) throws SQLException {
        BitSet kept = new BitSet();
        for (EntityRules rules : blueprint.rules()) {
            for (int i = rules.keySize(); i < rules.size() && rules.entity().equals(entity); i++) {
                kept.set(i, rules.isKept(i) && rules.isOwnedBy(i, side.peer()));
            }
        }
        return kept;
    }

    private Recheck recheck(Likeness likeness, Tally tally, Fence fence, Unlike.Sink unlikes) {
        return new Recheck(
                shelf(config.first(), tally.entity()),
                shelf(config.second(), tally.entity()),
                likeness,
                fence,
                new Known(config, systems, blueprint),
                new Recheck.Into(tally, progress::say, unlikes, pace));
    }

    private void compare(Likeness likeness, Tally tally, Fence fence, Unlike.Sink unlikes)
            throws SQLException, InterruptedException {
        String entity = tally.entity();
        Shelf first = shelf(config.first(), entity);
        Shelf second = shelf(config.second(), entity);
        Recheck recheck = recheck(likeness, tally, fence, unlikes);
        @Nullable String one = request.key();
        if (one != null) {
            recheck.add(KeyText.parse(likeness.canonical(), one));
            count(tally, first, second, KeyText.parse(likeness.canonical(), one));
        } else {
            progress.begin(entity, request.isOfWholeTables() ? estimate(first, second) : 0);
            scan(entity, likeness, first, second, new Recorder(tally, recheck, progress, pace));
        }
        recheck.settle();
    }

    private static void count(Tally tally, Shelf first, Shelf second, Key key) throws SQLException {
        List<Key> only = List.of(key);
        first.find(only).values().forEach(it -> tally.looked(true, it.sight()));
        second.find(only).values().forEach(it -> tally.looked(false, it.sight()));
    }

    private long estimate(Shelf first, Shelf second) throws SQLException {
        return (first.estimate() + second.estimate()) * request.percent() / Request.ALL;
    }

    private void scan(String entity, Likeness likeness, Shelf lead, Shelf other, Recorder recorder)
            throws SQLException, InterruptedException {
        Shelf ahead = shelf(config.first(), entity);
        Shelf along = shelf(config.second(), entity);
        KeyRange range = range(likeness, other);
        try (var chunks =
                        new ReadAhead(
                                ahead, range(likeness, ahead), request.percent(), new Random());
                var scan = new Scan(lead, other, along, range, likeness, recorder, stopped)) {
            scan.run(chunks);
        }
    }

    private KeyRange range(Likeness likeness, Shelf shelf) {
        return new KeyRange(
                bound(likeness, shelf, request.from()),
                true,
                bound(likeness, shelf, request.upTo()));
    }

    private static @Nullable Row bound(Likeness likeness, Shelf shelf, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return shelf.identity(KeyText.parse(likeness.canonical(), text))
                .orElseThrow(
                        () ->
                                new WrongRequest(
                                        "'%s' can be no key in %s"
                                                .formatted(text, shelf.system())));
    }

    private Shelf shelf(SystemConfig system, String entity) {
        return new Shelf(systems.side(system.name()), terms(system), entity, request.chunk());
    }

    private TargetTerms terms(SystemConfig system) {
        return blueprint.termsOf(system.name());
    }

    @Override
    public void close() {
        systems.close();
    }

    /// Counts, and hands candidates on.
    private record Recorder(Tally tally, Recheck recheck, Progress progress, Pace pace)
            implements Scan.Finds {
        @Override
        public void looked(boolean ofLead, Sight sight) throws InterruptedException {
            pace.read(1);
            tally.looked(ofLead, sight);
            progress.at(tally.first() + tally.second());
        }

        @Override
        public void alike(Sight lead, Sight other) {
            tally.alike(lead, other);
        }

        @Override
        public void candidate(Key key) throws SQLException, InterruptedException {
            recheck.add(key);
        }

        @Override
        public void unnamed(String system, String key) {
            tally.add(
                    new Difference(
                            tally.entity(),
                            key,
                            Difference.Kind.UNREADABLE,
                            List.of(),
                            new Reason(
                                    Reason.Code.UNREADABLE,
                                    "in " + system + ": the other side can have no such key")));
        }
    }
}
