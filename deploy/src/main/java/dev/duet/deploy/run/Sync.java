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
import dev.duet.capture.ReaderSettings;
import dev.duet.deploy.anchor.AnchorKeeper;
import dev.duet.deploy.clock.ClockSample;
import dev.duet.deploy.clock.SkewAlarm;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.Settings;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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

    private volatile @Nullable Pauses pauses;

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
            Pauses found = Pauses.read(both, blueprint);
            pauses = found;
            var structure = new StructureKeeper(config, sides, blueprint, found, this::beginAgain);
            ReaderSettings reading =
                    new ReaderSettings(
                            settings.pollInterval(),
                            settings.spill().afterRows(),
                            settings.spill().afterBytes().bytes(),
                            settings.spill().folder());
            new SelfTests(both, reading, variations).run();
            if (starting.getAndSet(null) == null) {
                throw new InterruptedException("closed while it started");
            }
            try (Arbiter arbiter = arbiter(both, blueprint)) {
                found.leave(arbiter.held());
                run(both, blueprint, reading, arbiter, found, structure);
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

    private void run(
            List<Side> both,
            Blueprint blueprint,
            ReaderSettings reading,
            Arbiter arbiter,
            Pauses found,
            StructureKeeper structure)
            throws SQLException, InterruptedException {
        SkewAlarm clocks =
                new SkewAlarm(
                        both.get(0).name(),
                        both.get(1).name(),
                        config.settings().clockSkew(),
                        arbiter::clocksDiffer);
        Map<Side, DirectionSwitch> into = new LinkedHashMap<>();
        Side postgres = Objects.requireNonNull(sides.get(config.postgres().name()));
        try (ReviewKeeper keeper = new ReviewKeeper(both.get(0), both.get(1), blueprint, found);
                AnchorKeeper anchor = AnchorKeeper.of(config, postgres.reads(), postgres.pool())) {
            for (Side side : both) {
                DirectionSwitch line = line(side, arbiter);
                into.put(side, line);
                SideWatch watch =
                        new SideWatch(side, line, clocks, variations.clocks().apply(side.name()));
                watches.add(watch);
                watch.start();
            }
            start(both.get(0), both.get(1), blueprint, reading, arbiter, into, found, structure);
            start(both.get(1), both.get(0), blueprint, reading, arbiter, into, found, structure);
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

    private void start(
            Side source,
            Side target,
            Blueprint blueprint,
            ReaderSettings reading,
            Arbiter arbiter,
            Map<Side, DirectionSwitch> into,
            Pauses found,
            StructureKeeper structure) {
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
                        variations.milestones(),
                        found);
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
                                this::beginAgain,
                                structure));
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

    /// Ends it, for another to begin.
    void beginAgain() {
        isOutdated = true;
        stop.countDown();
    }

    /// The entities that are paused; nothing before it holds the lease.
    Optional<Pauses> pauses() {
        return Optional.ofNullable(pauses);
    }

    /// Whether it has ended for another to begin: one of its logs, which was lost, is to be read
    /// from elsewhere now, or an entity is paused or resumed.
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
