package dev.duet.deploy.run;

import dev.duet.apply.ApplySettings;
import dev.duet.apply.Arbiter;
import dev.duet.apply.Direction;
import dev.duet.apply.DirectionSwitch;
import dev.duet.apply.EndRules;
import dev.duet.apply.Fenced;
import dev.duet.apply.Milestones;
import dev.duet.apply.brake.Brakes;
import dev.duet.apply.conflict.ConflictCore;
import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.Checkpoints;
import dev.duet.apply.store.ConflictStore;
import dev.duet.apply.store.HoldStore;
import dev.duet.apply.store.Lease;
import dev.duet.apply.store.ManifestStore;
import dev.duet.apply.store.QuarantineStore;
import dev.duet.capture.EchoFilter;
import dev.duet.capture.NeedsResync;
import dev.duet.capture.ReaderSettings;
import dev.duet.deploy.anchor.AnchorKeeper;
import dev.duet.deploy.clock.ClockSample;
import dev.duet.deploy.clock.SkewAlarm;
import dev.duet.schemas.Anchor;
import dev.duet.schemas.Checkpoint;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.Settings;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The sync of two systems, from start to stop. [#run()] blocks; [#close()] may be called from any
/// thread.
///
/// All parts are built here, by hand. Order of the start: lease, positions, self-test, both
/// directions.
public final class Sync implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sync.class);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(40);

    private final DuetConfig config;
    private final Map<String, Side> sides;
    private final Variations variations;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<DirectionRunner> directions = new CopyOnWriteArrayList<>();
    private final List<DirectionMeter> meters = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<SideWatch> watches = new ArrayList<>();

    /// The thread that starts the sync, for as long as an interrupt may end it.
    private final AtomicReference<@Nullable Thread> starting = new AtomicReference<>();

    private volatile @Nullable RuntimeException fatal;

    /// Whether it has ended for another to begin.
    private volatile boolean isOutdated;

    /// What a test may replace to prove that it is needed.
    ///
    /// @param echoes what tells our own transactions from clients'
    /// @param milestones where a test may end the process
    /// @param checkpoints the checkpoint row of the direction from the system of that name
    /// @param clocks what is made of a look at the clock of the system of that name
    public record Variations(
            EchoFilter echoes,
            Milestones milestones,
            Function<String, Checkpoints> checkpoints,
            Function<String, UnaryOperator<ClockSample>> clocks) {
        public static final Variations NONE =
                new Variations(EchoFilter.MARKER, Milestones.NONE, CheckpointStore::new);

        public Variations(
                EchoFilter echoes,
                Milestones milestones,
                Function<String, Checkpoints> checkpoints) {
            this(echoes, milestones, checkpoints, system -> UnaryOperator.identity());
        }
    }

    /// @param sides both systems by name, in the order of the file
    public Sync(DuetConfig config, Map<String, Side> sides, Variations variations) {
        this.config = config;
        this.sides = new LinkedHashMap<>(sides);
        this.variations = variations;
    }

    /// Runs until [#close()] is called or another instance takes over.
    ///
    /// @throws CannotRun when the sync cannot begin
    /// @throws Fenced when another instance took over
    public void run() throws SQLException, InterruptedException {
        starting.set(Thread.currentThread());
        Holder holder = Holder.here();
        Settings settings = config.settings();
        List<Side> both = List.copyOf(sides.values());
        Lease lease =
                new Lease(
                        both.stream().map(Side::pool).toList(),
                        holder.toString(),
                        settings.lease().ttl());
        try (LeaseKeeper keeper =
                new LeaseKeeper(lease, both, settings.lease().ttl(), this::leaseLost)) {
            Blueprint blueprint = Blueprint.compile(config, sides);
            keeper.take(holder);
            ReaderSettings reading =
                    new ReaderSettings(
                            settings.pollInterval(),
                            settings.spill().afterRows(),
                            settings.spill().afterBytes().bytes(),
                            settings.spill().folder());
            test(readable(both, storedResumes(both)), reading);
            if (starting.getAndSet(null) == null) {
                throw new InterruptedException("closed while it started");
            }
            try (Arbiter arbiter = arbiter(both, blueprint)) {
                run(both, blueprint, reading, arbiter);
            }
        } finally {
            ended.countDown();
        }
        RuntimeException failure = fatal;
        if (failure != null) {
            throw failure;
        }
    }

    private Arbiter arbiter(List<Side> both, Blueprint blueprint) throws SQLException {
        ConflictCore core = new CoreStart(both.get(0), both.get(1), blueprint).core();
        Settings.Loops loops = config.settings().loops();
        core.loopsOver(loops.most(), loops.window().toNanos() / 1_000);
        return new Arbiter(core);
    }

    private void run(List<Side> both, Blueprint blueprint, ReaderSettings reading, Arbiter arbiter)
            throws SQLException, InterruptedException {
        SkewAlarm clocks =
                new SkewAlarm(
                        both.get(0).name(),
                        both.get(1).name(),
                        config.settings().clockSkew(),
                        arbiter::clocksDiffer);
        Map<Side, DirectionSwitch> into = new LinkedHashMap<>();
        Side postgres = Objects.requireNonNull(sides.get(config.postgres().name()));
        try (ReviewKeeper keeper = new ReviewKeeper(both.get(0), both.get(1), blueprint);
                AnchorKeeper anchor = AnchorKeeper.of(config, postgres.reads(), postgres.pool())) {
            for (Side side : both) {
                DirectionSwitch line = line(side, arbiter);
                into.put(side, line);
                SideWatch watch =
                        new SideWatch(side, line, clocks, variations.clocks().apply(side.name()));
                watches.add(watch);
                watch.start();
            }
            start(both.get(0), both.get(1), blueprint, reading, arbiter, into);
            start(both.get(1), both.get(0), blueprint, reading, arbiter, into);
            keeper.start();
            anchor.start();
            stop.await();
        } finally {
            end();
        }
    }

    /// Of the direction into a side.
    private DirectionSwitch line(Side target, Arbiter arbiter) {
        Side source = Objects.requireNonNull(sides.get(config.peerOf(target.name()).name()));
        return new DirectionSwitch(
                direction(source, target),
                letter(source),
                new Brakes(config.settings().brakes(), InstantSource.system()),
                arbiter);
    }

    private Direction direction(Side source, Side target) {
        return new Direction(source.name(), target.name(), config.first().name());
    }

    /// The sides whose log may be read. A self-test of another would make a dropped slot anew,
    /// which nobody would then read; its direction finds out by itself why it cannot begin.
    private List<Side> readable(List<Side> both, Map<String, Anchor> resumes) throws SQLException {
        List<Side> readable = new ArrayList<>();
        for (Side side : both) {
            Side peer = both.get(0).equals(side) ? both.get(1) : both.get(0);
            try (Connection target = peer.pool().getConnection();
                    Connection source = side.reads().getConnection()) {
                Checkpoint row =
                        new CheckpointStore(side.name())
                                .read(target)
                                .orElseThrow(() -> empty(peer));
                target.rollback();
                side.logCheck()
                        .verify(
                                source,
                                Objects.requireNonNull(resumes.get(side.name())),
                                row.position(),
                                row.incarnation());
                source.rollback();
                readable.add(side);
            } catch (NeedsResync e) {
                log.debug("no self-test of a log that is lost system={}", side.name(), e);
            }
        }
        return readable;
    }

    private static CannotRun empty(Side side) {
        return CannotRun.withoutInit(side.name());
    }

    /// All self-tests at once: each waits for its own database only.
    private void test(List<Side> readable, ReaderSettings reading)
            throws SQLException, InterruptedException {
        Map<FutureTask<Void>, Thread> tests = new LinkedHashMap<>();
        for (Side side : readable) {
            Checkpoints checkpoints =
                    variations.checkpoints().apply(config.peerOf(side.name()).name());
            SelfTest test = new SelfTest(side, checkpoints, reading, variations.echoes());
            FutureTask<Void> task =
                    new FutureTask<>(
                            () -> {
                                test.run();
                                return null;
                            });
            tests.put(task, Thread.ofPlatform().name("duet-selftest-" + side.name()).start(task));
        }
        try {
            for (FutureTask<Void> test : tests.keySet()) {
                test.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException sql -> throw sql;
                case RuntimeException unchecked -> throw unchecked;
                case null, default -> throw new IllegalStateException("the self-test failed", e);
            }
        } finally {
            for (Map.Entry<FutureTask<Void>, Thread> test : tests.entrySet()) {
                test.getKey().cancel(true);
                test.getValue().join(JOIN_LIMIT);
            }
        }
        log.info(
                "self-test passed: transactions of ours are known in the logs of {}",
                readable.stream().map(Side::name).toList());
    }

    private void start(
            Side source,
            Side target,
            Blueprint blueprint,
            ReaderSettings reading,
            Arbiter arbiter,
            Map<Side, DirectionSwitch> into) {
        Direction direction = direction(source, target);
        ApplySettings apply =
                new ApplySettings(
                        direction,
                        target.target(),
                        target.pairs(),
                        blueprint.relations(target.name()),
                        blueprint.termsOf(target.name()),
                        variations.checkpoints().apply(source.name()),
                        new QuarantineStore(source.name()),
                        new HoldStore(config.first().name()),
                        new ConflictStore(source.name()),
                        new ManifestStore(),
                        blueprint.watched(),
                        new EndRules(letter(target), blueprint.rules()),
                        config.settings());
        DirectionRunner.Plan plan =
                new DirectionRunner.Plan(
                        source,
                        target,
                        letter(source),
                        blueprint.shapes(source.name()),
                        blueprint.mappingsInto(target.name()),
                        apply,
                        reading,
                        variations.echoes(),
                        variations.milestones());
        DirectionMeter meter = new DirectionMeter(direction);
        DirectionRunner runner =
                new DirectionRunner(
                        plan,
                        arbiter,
                        Objects.requireNonNull(into.get(target)),
                        meter,
                        new DirectionRunner.Outside(
                                fenced -> {
                                    fatal = fenced;
                                    stop.countDown();
                                },
                                () -> {
                                    isOutdated = true;
                                    stop.countDown();
                                }));
        meters.add(meter);
        directions.add(runner);
        threads.add(Thread.ofPlatform().name("duet-" + direction).start(runner));
    }

    private dev.duet.apply.conflict.rules.Side letter(Side side) {
        return side.name().equals(config.first().name())
                ? dev.duet.apply.conflict.rules.Side.A
                : dev.duet.apply.conflict.rules.Side.B;
    }

    private void leaseLost() {
        fatal = new Fenced("another instance has taken the lease over");
        stop.countDown();
    }

    private void end() throws InterruptedException {
        watches.forEach(SideWatch::close);
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            if (!thread.join(JOIN_LIMIT)) {
                log.warn("a direction did not end in time thread={}", thread.getName());
            }
        }
    }

    /// From each of the two checkpoint rows the resume position that is ahead: both are valid, and
    /// both only grow.
    private Map<String, Anchor> storedResumes(List<Side> both) throws SQLException {
        Map<String, Anchor> resumes = new HashMap<>();
        for (Side side : both) {
            String peer = config.peerOf(side.name()).name();
            try (Connection connection = side.pool().getConnection()) {
                Checkpoint row =
                        new CheckpointStore(peer).read(connection).orElseThrow(() -> empty(side));
                connection.rollback();
                resumes.merge(peer, row.sourceResume(), Sync::ahead);
                resumes.merge(side.name(), row.targetResume(), Sync::ahead);
            }
        }
        return resumes;
    }

    private static Anchor ahead(Anchor one, Anchor two) {
        return two.position().isAfter(one.position()) ? two : one;
    }

    /// Whether it has ended since one of its logs, which was lost, is to be read from elsewhere
    /// now: a new sync does so.
    boolean isOutdated() {
        return isOutdated;
    }

    /// What each direction is doing.
    public Map<Direction, DirectionState> states() {
        Map<Direction, DirectionState> states = new LinkedHashMap<>();
        directions.forEach(runner -> states.put(runner.direction(), runner.state()));
        return states;
    }

    public List<DirectionMeter.Reading> meters() {
        return meters.stream().map(DirectionMeter::read).toList();
    }

    /// Stops cleanly, or gives up a start, and waits until all has ended.
    @Override
    public void close() {
        stop.countDown();
        Thread starter = starting.getAndSet(null);
        if (starter != null) {
            starter.interrupt();
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
