package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.LogEntry;
import dev.duet.schemas.Row;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs the real core over two model databases through one history, and then until it rests. One
/// thread; the same steps give the same end.
final class Simulation {
    private static final int MOST_ROUNDS = 30;

    final Map<Side, ModelDatabase> databases = new EnumMap<>(Side.class);
    private final Map<Side, LogTailer> tailers = new EnumMap<>(Side.class);
    private final Map<Side, LogEntry> lastRead = new EnumMap<>(Side.class);
    private final Map<Side, TargetTransaction> planned = new EnumMap<>(Side.class);
    private final Map<Side, TargetTransaction> executed = new EnumMap<>(Side.class);
    private final Map<Side, List<Hold>> begun = new EnumMap<>(Side.class);
    private final Map<Side, Long> decidedAt = new EnumMap<>(Side.class);
    private final Map<Side, Long> acknowledged = new EnumMap<>(Side.class);
    final ModelHolds holds = new ModelHolds();
    private final Setup setup;
    private final Variant variant;
    private final @Nullable Twin twin;
    private final ModelTools tools;
    ConflictCore core;
    int crashes;
    int applies;
    int repairs;

    /// Owned fields that were written for a moment: see [OwnerCheck].
    int unseenReturns;

    /// What a history showed to be wrong.
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String what;

        Violation(String what, String details) {
            super(what + ": " + details);
            this.what = what;
        }

        String what() {
            return what;
        }
    }

    Simulation(Setup setup, Variant variant) {
        this.setup = setup;
        this.variant = variant;
        for (Side side : Side.values()) {
            databases.put(side, new ModelDatabase(side, setup.rules(), setup.triggerOf(side)));
            acknowledged.put(side, 0L);
        }
        twin = variant.hasTwin() ? new Twin(setup) : null;
        tools = new ModelTools(this, variant);
        core = start();
    }

    private ConflictCore start() {
        planned.clear();
        executed.clear();
        lastRead.clear();
        Durable durable =
                variant.known(
                        new Durable(
                                database(Side.A).checkpoint(),
                                database(Side.B).checkpoint(),
                                holds.holds(),
                                holds.ends()));
        ConflictCore started = variant.core(setup.rules(), durable);
        known(started, holds.holds());
        started.bulkWhen(setup.large().rule(crashes));
        if (twin != null) {
            twin.start(durable);
        }
        for (Side side : Side.values()) {
            long from = started.resumeFrom(side).position().ordinal();
            if (from < acknowledged.get(side)) {
                throw new Violation(
                        "resume behind acknowledged",
                        side + " " + from + " < " + acknowledged.get(side));
            }
            tailers.put(
                    side, new LogTailer(side, database(side), started.resumeFrom(side), variant));
        }
        return started;
    }

    private void known(ConflictCore by, List<Hold> known) {
        holds.known(known, by.state(Side.A).processedTo(), by.state(Side.B).processedTo());
    }

    ModelDatabase database(Side side) {
        return Objects.requireNonNull(databases.get(side));
    }

    void run(List<Step> steps) {
        for (Step step : steps) {
            take(step);
        }
    }

    void take(Step step) {
        switch (step) {
            case Step.Client client -> database(client.side()).client(client.time(), client.rows());
            case Step.Foreign foreign -> database(foreign.side()).foreign(foreign.time());
            case Step.Read read -> read(read.side(), read.entries());
            case Step.Redeliver again -> {
                LogEntry last = lastRead.get(again.side());
                if (last != null && core.canRead(again.side(), last)) {
                    read(again.side(), last);
                }
            }
            case Step.PlanApply apply -> {
                if (isFree(apply.source().peer())) {
                    plan(
                            core.planApply(apply.source(), setup.batch()),
                            twin -> twin.planApply(apply.source(), setup.batch()));
                }
            }
            case Step.PlanRepair repair -> {
                List<RecordKey> due = core.repairsDue(repair.side());
                if (isFree(repair.side()) && !due.isEmpty()) {
                    RecordKey which = due.get(repair.which() % due.size());
                    plan(
                            core.planRepair(repair.side(), List.of(which)),
                            twin -> twin.planRepair(repair.side(), List.of(which)));
                }
            }
            case Step.PlanHeartbeat heartbeat -> {
                if (isFree(heartbeat.side())) {
                    plan(
                            core.planHeartbeat(heartbeat.side()),
                            twin -> twin.planHeartbeat(heartbeat.side()));
                }
            }
            case Step.Execute execute -> execute(execute.target(), -1);
            case Step.ExecuteRefused refused -> execute(refused.target(), refused.which());
            case Step.Release release -> release(release);
            case Step.Rest rest -> rest();
            case Step.Load load -> tools.load(load.target());
            case Step.Acknowledge answer -> acknowledge(answer.target());
            case Step.Crash crash -> {
                crashes++;
                core = start();
            }
        }
    }

    private boolean isFree(Side target) {
        return !planned.containsKey(target) && !executed.containsKey(target);
    }

    private void plan(
            @Nullable TargetTransaction transaction,
            Function<ConflictCore, @Nullable TargetTransaction> again) {
        if (twin != null) {
            twin.plan(transaction, again);
        }
        if (transaction != null) {
            holds.requireUnwritten(transaction);
            planned.put(transaction.target(), transaction);
            decidedAt.put(transaction.target(), core.state(transaction.target()).read());
            switch (transaction.kind()) {
                case APPLY -> applies++;
                case REPAIR -> repairs++;
                case HEARTBEAT -> {}
            }
        }
    }

    private void read(Side side, LogEntry entry) {
        core.read(side, entry);
        if (twin != null) {
            twin.read(core, side, entry);
        }
    }

    private int read(Side side, int entries) {
        LogTailer tailer = Objects.requireNonNull(tailers.get(side));
        int read = 0;
        LogEntry entry = tailer.peek();
        while (entry != null && read < entries && core.canRead(side, entry)) {
            tailer.take();
            read(side, entry);
            lastRead.put(side, entry);
            read++;
            if (variant.answersHeartbeats()
                    && entry instanceof LogEntry.Marker
                    && isFree(side.peer())) {
                plan(core.planHeartbeat(side.peer()), twin -> twin.planHeartbeat(side.peer()));
            }
            entry = tailer.peek();
        }
        return read;
    }

    /// @param refused which of its records the database refuses; negative for none
    private void execute(Side target, int refused) {
        TargetTransaction planned = this.planned.remove(target);
        if (planned != null) {
            TargetTransaction transaction = tools.behind(planned, core, twin);
            List<RecordKey> keys = ModelHolds.keys(transaction);
            RecordKey no = refused < 0 || keys.isEmpty() ? null : keys.get(refused % keys.size());
            List<Hold> holding = new ArrayList<>();
            for (RecordKey key : toHold(transaction, no)) {
                holding.add(core.hold(transaction, key));
                if (twin != null) {
                    twin.hold(target, key);
                }
            }
            ModelDatabase.Writing writing =
                    new ModelDatabase.Writing(
                            variant.guards(),
                            variant.marks(transaction),
                            decidedAt.get(target),
                            setup.asItCame() && no == null ? source(transaction) : List.of(),
                            holding.stream().map(Hold::key).collect(Collectors.toSet()));
            database(target).execute(transaction, writing);
            holds.stored(transaction, holding);
            begun.put(target, holding);
            executed.put(target, transaction);
        }
    }

    private List<RecordKey> toHold(TargetTransaction transaction, @Nullable RecordKey refused) {
        return Stream.concat(variant.held(transaction).stream(), Stream.ofNullable(refused))
                .toList();
    }

    /// A record that was released is not released again on the other side before that has heard.
    private void release(Step.Release step) {
        List<RecordKey> open = holds.open();
        if (open.isEmpty()) {
            return;
        }
        RecordKey key = open.get(step.which() % open.size());
        HoldEnd last = holds.lastMade(key);
        Side side =
                last == null || database(last.side().peer()).hasApplied(last.position())
                        ? step.side()
                        : last.side();
        Row row =
                step.there()
                        ? Row.of(
                                key.key().get(0),
                                step.values()[0],
                                step.values()[1],
                                step.values()[2])
                        : null;
        long position = database(side).release(step.time(), key, row);
        holds.released(new HoldEnd(key, side, position));
    }

    void releaseAll() {
        int count = 0;
        while (!holds.open().isEmpty()) {
            count++;
            Side side = count % 2 == 0 ? Side.A : Side.B;
            release(new Step.Release(side, 0, 0, count % 3 > 0, count % 3, 1, 2));
        }
    }

    /// The source's transactions that one of ours stands for.
    private List<LogLine> source(TargetTransaction transaction) {
        List<LogLine> log = database(transaction.target().peer()).log();
        return transaction.carried().transactions().stream()
                .map(position -> log.get((int) (position.ordinal() / 2) - 1))
                .toList();
    }

    private void acknowledge(Side target) {
        TargetTransaction transaction = executed.remove(target);
        if (transaction != null) {
            core.committed(transaction);
            if (twin != null) {
                twin.committed(transaction);
            }
            known(core, Objects.requireNonNull(begun.remove(target)));
            if (applies % 8 == 0) { // late, as no restart needs it done
                holds.clean(core);
            }
            for (Side side : Side.values()) {
                long position = core.acknowledge(side).position().ordinal();
                acknowledged.merge(side, position, Math::max);
            }
        }
    }

    private void finish(Side target) {
        execute(target, -1);
        acknowledge(target);
    }

    /// Writers rest: everything is read, applied and repaired, and heartbeats go on.
    void rest() {
        int calm = 0;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            calm = round() && isAtRest() ? calm + 1 : 0;
            if (calm == 3) {
                return;
            }
        }
        throw new Violation(
                "never rests",
                "in flight "
                        + core.inFlight(Side.A)
                        + " and "
                        + core.inFlight(Side.B)
                        + ", resume "
                        + core.acknowledge(Side.A)
                        + " and "
                        + core.acknowledge(Side.B));
    }

    /// @return whether nothing but heartbeats was written
    private boolean round() {
        int before = applies + repairs;
        for (Side side : Side.values()) {
            finish(side);
        }
        int lines = lines();
        while (read(Side.A, 1) + read(Side.B, 1) > 0) {
            // until both logs are read
        }
        for (Side side : Side.values()) {
            finish(side.peer());
            while (isFree(side.peer())) {
                plan(
                        core.planApply(side, setup.batch()),
                        twin -> twin.planApply(side, setup.batch()));
                if (isFree(side.peer())) {
                    break;
                }
                finish(side.peer());
            }
        }
        for (Side side : Side.values()) {
            for (RecordKey due : core.repairsDue(side)) {
                finish(side);
                plan(
                        core.planRepair(side, List.of(due)),
                        twin -> twin.planRepair(side, List.of(due)));
                finish(side);
            }
        }
        for (Side side : Side.values()) {
            finish(side);
            plan(core.planHeartbeat(side), twin -> twin.planHeartbeat(side));
            finish(side);
        }
        return applies + repairs == before && lines() == lines + 2;
    }

    private int lines() {
        return database(Side.A).log().size() + database(Side.B).log().size();
    }

    private boolean isAtRest() {
        for (Side side : Side.values()) {
            if (core.inFlight(side) + core.changesInFlight(side) + core.largeInFlight(side) > 0
                    || core.acknowledge(side).position().ordinal() < lastChange(side)) {
                return false;
            }
        }
        return true;
    }

    private long lastChange(Side side) {
        List<LogLine> log = database(side).log();
        for (int i = log.size() - 1; i >= 0; i--) {
            LogLine line = log.get(i);
            if (line.isClients() && !(line.changes().isEmpty() && line.releases().isEmpty())) {
                return line.position();
            }
        }
        return 0;
    }
}
