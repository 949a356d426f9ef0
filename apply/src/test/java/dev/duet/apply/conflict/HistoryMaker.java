package dev.duet.apply.conflict;

import dev.duet.apply.conflict.Step.Action;
import dev.duet.apply.conflict.Step.RowStep;
import dev.duet.apply.conflict.rules.Side;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Makes the history of a seed: one to three hot keys, values 0 to 2, clocks off by as much as the
/// flavour says.
final class HistoryMaker {
    private static final int STEPS = 110;

    private final SplittableRandom random;
    private final Setup setup;
    private final int skew;
    private final boolean holds;
    private final boolean reviews;
    private final boolean deletes;
    private final boolean lazy;
    private final boolean loads;
    private final Map<Side, Long> offsets = new EnumMap<>(Side.class);
    private long time = 1000;

    /// @param steps in their order
    record History(long seed, Setup setup, List<Step> steps) {}

    private HistoryMaker(long seed, Setup.Flavour flavour) {
        this.random =
                new SplittableRandom(seed).split(); // else seeds side by side may share a stream
        this.setup = Setup.random(random, flavour);
        this.skew = flavour.skew();
        this.holds = flavour.holds();
        this.reviews = setup.asksForReview();
        this.deletes = random.nextInt(4) > 0;
        this.lazy = random.nextBoolean();
        this.loads = flavour.loads();
        for (Side side : Side.values()) {
            offsets.put(side, (long) random.nextInt(-skew, skew + 1));
        }
    }

    static History of(long seed, Setup.Flavour flavour) {
        HistoryMaker maker = new HistoryMaker(seed, flavour);
        List<Step> steps = new ArrayList<>();
        int untilCrash = maker.random.nextInt(25, 90);
        for (int i = 0; i < STEPS; i++) {
            maker.time += maker.random.nextInt(8);
            if (flavour.crashes() && --untilCrash == 0) {
                steps.add(new Step.Crash());
                untilCrash = maker.random.nextInt(15, 70);
            } else {
                steps.add(maker.step());
            }
        }
        return new History(seed, maker.setup, steps);
    }

    private Step step() {
        Side side = Setup.side(random);
        if (holds && random.nextInt(16) == 0) {
            return random.nextBoolean()
                    ? new Step.ExecuteRefused(side, random.nextInt(4))
                    : release(side);
        }
        if (!holds && reviews && random.nextInt(24) == 0) {
            return release(side);
        }
        if (loads && random.nextInt(20) == 0) {
            return random.nextInt(4) == 0 ? new Step.Rest() : new Step.Load(side);
        }
        int dice = random.nextInt(100);
        if (dice < 26) {
            return client(side);
        } else if (dice < 27) {
            return new Step.Foreign(side, now(side));
        } else if (dice < 50) {
            return new Step.Read(side, 1 + random.nextInt(lazy ? 2 : 6));
        } else if (dice < 51) {
            return new Step.Redeliver(side);
        } else if (dice < 64) {
            return new Step.PlanApply(side);
        } else if (dice < 82) {
            return new Step.Execute(side);
        } else if (dice < 93) {
            return new Step.Acknowledge(side);
        } else if (dice < 98) {
            return new Step.PlanRepair(side, random.nextInt(8));
        } else {
            return new Step.PlanHeartbeat(side);
        }
    }

    private long now(Side side) {
        if (random.nextInt(12) == 0) {
            offsets.put(side, (long) random.nextInt(-skew, skew + 1));
        }
        return time + offsets.get(side);
    }

    private Step release(Side side) {
        return new Step.Release(
                side,
                now(side),
                random.nextInt(4),
                random.nextInt(4) > 0,
                random.nextInt(3),
                random.nextInt(3),
                random.nextInt(3));
    }

    private Step client(Side side) {
        List<RowStep> rows = new ArrayList<>();
        int most = setup.large().kind() == Largeness.Kind.NONE ? 2 : 6;
        int count = random.nextInt(4) == 0 ? 2 + random.nextInt(most - 1) : 1;
        for (int i = 0; i < count; i++) {
            rows.add(
                    new RowStep(
                            random.nextInt(setup.keys()),
                            action(),
                            1 + random.nextInt(7),
                            random.nextInt(3),
                            random.nextInt(3),
                            random.nextInt(3)));
        }
        return new Step.Client(side, now(side), rows);
    }

    private Action action() {
        int dice = random.nextInt(100);
        if (dice < 20) {
            return Action.INSERT;
        } else if (dice < 55) {
            return Action.UPDATE;
        } else if (dice < 72) {
            return deletes ? Action.DELETE : Action.UPDATE;
        } else if (dice < 78) {
            return deletes ? Action.REPLACE : Action.UPSERT;
        } else if (dice < 80) {
            return deletes ? Action.MOVE : Action.UPDATE;
        } else if (dice < 83) {
            return Action.AND_BACK;
        } else {
            return Action.UPSERT;
        }
    }
}
