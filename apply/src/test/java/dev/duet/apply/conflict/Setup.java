package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.TriggerRule;
import dev.duet.schemas.Column;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.types.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The one entity of a simulated history: a key, three fields and their rules.
///
/// @param batch how many source transactions a target transaction may carry
/// @param asItCame whether the source's changes are written as they are where the core calls that
///   plain
/// @param large which transactions are large
/// @param trigger on one side, or null
record Setup(
        EntityRules rules,
        int keys,
        int batch,
        boolean asItCame,
        Largeness large,
        @Nullable ModelTrigger trigger) {
    Setup(EntityRules rules, int keys, int batch, boolean asItCame) {
        this(rules, keys, batch, asItCame, Largeness.NONE);
    }

    Setup(EntityRules rules, int keys, int batch, boolean asItCame, Largeness large) {
        this(rules, keys, batch, asItCame, large, null);
    }

    static final int FIELDS = 3;
    static final Shape SHAPE =
            new Shape(
                    "thing",
                    new TableName("model", "thing"),
                    List.of(column("id"), column("x"), column("y"), column("z")),
                    1);

    /// What a history is made of.
    ///
    /// @param rule the rule of all fields; null for any of them at random
    /// @param crashes whether memory is lost now and then
    /// @param skew by how many ticks the databases' clocks may be off, and jump back
    /// @param holds whether databases refuse rows, and people release them
    /// @param triggers what becomes of what a trigger of one side does; null when there is none
    /// @param deletes whether deletes are more than carried
    /// @param kept whether many fields are owned, and the other side keeps what it writes there
    record Flavour(
            @Nullable String rule,
            boolean crashes,
            int skew,
            boolean holds,
            @Nullable TriggerRule triggers,
            boolean deletes,
            boolean kept) {
        Flavour(@Nullable String rule, boolean crashes) {
            this(rule, crashes, 40, false);
        }

        Flavour(@Nullable String rule, boolean crashes, int skew, boolean holds) {
            this(rule, crashes, skew, holds, null, false, false);
        }

        Flavour withHolds() {
            return new Flavour(rule, crashes, skew, true, triggers, deletes, kept);
        }

        Flavour with(TriggerRule what) {
            return new Flavour(rule, crashes, skew, holds, what, deletes, kept);
        }

        /// Where deletes of one side or of both stay there, or are asked about.
        Flavour withDeletes() {
            return new Flavour(rule, crashes, skew, holds, triggers, true, kept);
        }

        /// Where the side that does not own a field keeps there what it writes.
        Flavour withKept() {
            return new Flavour(rule, crashes, skew, holds, triggers, deletes, true);
        }
    }

    private static @Nullable ModelTrigger trigger(
            RandomGenerator random, @Nullable TriggerRule rule) {
        List<ModelTrigger.Does> all = List.of(ModelTrigger.Does.values());
        return rule == null
                ? null
                : new ModelTrigger(
                        side(random),
                        1 + random.nextInt(FIELDS),
                        all.get(random.nextInt(all.size())));
    }

    private static Map<Side, DeleteRule> deletes(RandomGenerator random) {
        Map<Side, DeleteRule> deletes = new EnumMap<>(Side.class);
        List<DeleteRule> all = List.of(DeleteRule.values());
        while (deletes.values().stream().allMatch(DeleteRule.CARRIED::equals)) {
            for (Side side : Side.values()) {
                deletes.put(side, all.get(random.nextInt(all.size())));
            }
        }
        return deletes;
    }

    private static Column column(String name) {
        return new Column(name, "bigint", Kind.INTEGER, true);
    }

    static Setup random(RandomGenerator random, Flavour flavour) {
        List<FieldRule> columns = new ArrayList<>();
        columns.add(new FieldRule.Prefer(Side.A)); // the key: never asked
        for (int i = 0; i < FIELDS; i++) {
            boolean isKept = flavour.kept() && random.nextBoolean();
            columns.add(rule(random, isKept ? "kept" : flavour.rule()));
        }
        Largeness large = flavour.triggers() == null ? Largeness.random(random) : Largeness.NONE;
        return new Setup(
                new EntityRules(
                        SHAPE.entity(),
                        1,
                        columns,
                        presence(random),
                        new BitSet(),
                        flavour.triggers() == null ? TriggerRule.NOTICED : flavour.triggers(),
                        flavour.deletes() ? deletes(random) : Map.of()),
                1
                        + random.nextInt(
                                large.kind() == Largeness.Kind.NONE || random.nextBoolean()
                                        ? 3
                                        : 6),
                random.nextBoolean() ? 1 : 3,
                random.nextBoolean(),
                large,
                trigger(random, flavour.triggers()));
    }

    @Nullable ModelTrigger triggerOf(Side side) {
        return trigger != null && trigger.side() == side ? trigger : null;
    }

    /// Whether there are conflicts that wait for a person.
    boolean asksForReview() {
        return rules.presence() instanceof PresenceRule.Review
                || rules.deletes().containsValue(DeleteRule.REVIEW)
                || IntStream.rangeClosed(1, FIELDS)
                        .mapToObj(rules::rule)
                        .anyMatch(FieldRule.Review.class::isInstance);
    }

    /// Whether a person is asked about every field.
    boolean isAllReview() {
        return IntStream.rangeClosed(1, FIELDS)
                .mapToObj(rules::rule)
                .allMatch(FieldRule.Review.class::isInstance);
    }

    private static final List<String> MIX =
            List.of("latest", "prefer", "max", "min", "sum", "owner", "version", "review");

    private static FieldRule rule(RandomGenerator random, @Nullable String fixed) {
        String name = fixed == null ? MIX.get(random.nextInt(MIX.size())) : fixed;
        return switch (name) {
            case "latest" -> new FieldRule.Latest();
            case "prefer" -> new FieldRule.Prefer(side(random));
            case "max" -> new FieldRule.Max();
            case "min" -> new FieldRule.Min();
            case "sum" -> new FieldRule.Sum();
            case "owner" -> new FieldRule.Owner(side(random), 0L);
            case "kept" -> new FieldRule.Owner(side(random), 0L, true);
            case "version" -> new FieldRule.Version(1 + random.nextInt(FIELDS));
            case "review" -> new FieldRule.Review();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static PresenceRule presence(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> new PresenceRule.Delete();
            case 1 -> new PresenceRule.Update();
            case 2 -> new PresenceRule.Latest();
            case 3 -> new PresenceRule.Review();
            default -> new PresenceRule.Prefer(side(random));
        };
    }

    static Side side(RandomGenerator random) {
        return random.nextBoolean() ? Side.A : Side.B;
    }
}
