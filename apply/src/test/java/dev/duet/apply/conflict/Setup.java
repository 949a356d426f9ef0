package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.SendRule;
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
    /// @param leaving whether a record may end with its row there, which is no delete then
    /// @param loads whether `duet load` goes on beside
    /// @param parts whether a record without a value is none, of which side A always has a row
    /// @param senders how many sides tell the other of some records only
    record Flavour(
            @Nullable String rule,
            boolean crashes,
            int skew,
            boolean holds,
            @Nullable TriggerRule triggers,
            boolean deletes,
            boolean leaving,
            boolean kept,
            boolean parts,
            boolean loads,
            int senders) {
        Flavour(@Nullable String rule, boolean crashes) {
            this(rule, crashes, 40, false);
        }

        Flavour(@Nullable String rule, boolean crashes, int skew, boolean holds) {
            this(rule, crashes, skew, holds, null, false, false, false, false, false, 0);
        }

        Flavour withCrashes() {
            return new Flavour(
                    rule, true, skew, holds, triggers, deletes, leaving, kept, parts, loads,
                    senders);
        }

        Flavour withHolds() {
            return new Flavour(
                    rule, crashes, skew, true, triggers, deletes, leaving, kept, parts, loads,
                    senders);
        }

        Flavour with(TriggerRule what) {
            return new Flavour(
                    rule, crashes, skew, holds, what, deletes, leaving, kept, parts, loads,
                    senders);
        }

        /// Where deletes of one side or of both stay there, or are asked about.
        Flavour withDeletes() {
            return new Flavour(
                    rule, crashes, skew, holds, triggers, true, leaving, kept, parts, loads,
                    senders);
        }

        /// Where a record that ends with its row there does not end as by a delete.
        Flavour withLeaving() {
            return new Flavour(
                    rule, crashes, skew, holds, triggers, deletes, true, kept, parts, loads,
                    senders);
        }

        /// Where the side that does not own a field keeps there what it writes.
        Flavour withKept() {
            return new Flavour(
                    rule, crashes, skew, holds, triggers, deletes, leaving, true, parts, loads,
                    senders);
        }

        Flavour withLoads() {
            return new Flavour(
                    rule, crashes, skew, holds, triggers, deletes, leaving, kept, parts, true,
                    senders);
        }

        Flavour withSends() {
            return withSenders(1);
        }

        Flavour withSenders(int count) {
            return new Flavour(
                    rule, crashes, skew, holds, triggers, deletes, leaving, kept, parts, loads,
                    count);
        }

        Flavour withParts() {
            return new Flavour(
                    rule, crashes, skew, holds, triggers, deletes, leaving, kept, true, loads,
                    senders);
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

    private static Map<Side, DeleteRule> deletes(RandomGenerator random, List<DeleteRule> all) {
        Map<Side, DeleteRule> deletes = new EnumMap<>(Side.class);
        while (deletes.values().stream().allMatch(DeleteRule.CARRIED::equals)) {
            for (Side side : Side.values()) {
                deletes.put(side, all.get(random.nextInt(all.size())));
            }
        }
        return deletes;
    }

    /// One side tells the other of records with some values in a field, or each does.
    private static EntityRules sending(RandomGenerator random, EntityRules rules, int senders) {
        Map<Side, DeleteRule> leaving = new EnumMap<>(Side.class);
        Map<Side, SendRule> sends = new EnumMap<>(Side.class);
        Side sender = side(random);
        for (int i = 0; i < senders; i++) {
            int column = 1 + random.nextInt(FIELDS);
            long from = 1L + random.nextInt(2);
            sends.put(sender, row -> row.get(column) instanceof Long it && it >= from);
            leaving.put(
                    sender.peer(), random.nextBoolean() ? DeleteRule.CARRIED : DeleteRule.STAYS);
            sender = sender.peer();
        }
        return rules.with(rules.deletes(), leaving).sending(sends);
    }

    private static Column column(String name) {
        return new Column(name, "bigint", Kind.INTEGER, true);
    }

    static Setup random(RandomGenerator random, Flavour flavour) {
        List<FieldRule> columns = new ArrayList<>();
        columns.add(new FieldRule.Prefer(Side.A)); // the key: never asked
        for (int i = 0; i < FIELDS; i++) {
            columns.add(rule(random, flavour));
        }
        Largeness large = flavour.triggers() == null ? Largeness.random(random) : Largeness.NONE;
        EntityRules rules =
                new EntityRules(
                                SHAPE.entity(),
                                1,
                                columns,
                                presence(random),
                                new BitSet(),
                                flavour.triggers() == null
                                        ? TriggerRule.NOTICED
                                        : flavour.triggers())
                        .with(
                                flavour.deletes()
                                        ? deletes(random, List.of(DeleteRule.values()))
                                        : Map.of(),
                                flavour.leaving()
                                        ? deletes(
                                                random,
                                                List.of(DeleteRule.CARRIED, DeleteRule.STAYS))
                                        : Map.of());
        EntityRules sending =
                flavour.senders() > 0 ? sending(random, rules, flavour.senders()) : rules;
        return new Setup(
                flavour.parts() ? sending.noneWithoutValue() : sending,
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

    /// Those that may be of a part.
    private static final List<String> MIX_OF_PARTS = List.of("latest", "prefer", "review");

    /// A counter's steps add up to nothing where some of them are withheld.
    private static final List<String> MIX_OF_SENDS =
            List.of("latest", "prefer", "max", "min", "version");

    private static FieldRule rule(RandomGenerator random, Flavour flavour) {
        List<String> mix =
                flavour.parts() ? MIX_OF_PARTS : flavour.senders() > 0 ? MIX_OF_SENDS : MIX;
        boolean isKept = flavour.kept() && random.nextBoolean();
        String fixed = isKept ? "kept" : flavour.rule();
        String name = fixed == null ? mix.get(random.nextInt(mix.size())) : fixed;
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
