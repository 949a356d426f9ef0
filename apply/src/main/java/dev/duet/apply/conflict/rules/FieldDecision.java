package dev.duet.apply.conflict.rules;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Who wins one field. The result is always one side's last value, never merely what stands
/// (PROTOCOL 2.3): what stands may be an earlier value, which its own side has already replaced.
public sealed interface FieldDecision {
    /// The value that both sides end with.
    @Nullable Object value();

    /// For people.
    String reason();

    /// The incoming change stands.
    record Theirs(@Nullable Object value, String reason) implements FieldDecision {}

    /// This side's own last change stands.
    record Ours(@Nullable Object value, String reason) implements FieldDecision {}

    /// Decides between an incoming change and this side's last own change that it had not seen.
    ///
    /// Symmetric: the other side, with the two exchanged, decides for the same value.
    static FieldDecision decide(FieldRule rule, Claim theirs, @Nullable Claim ours) {
        if (ours == null) {
            return new Theirs(theirs.value(), "it had seen every change of the other side");
        }
        if (Objects.equals(theirs.value(), ours.value())) {
            return new Theirs(theirs.value(), "both sides wrote the same");
        }
        return switch (rule) {
            case FieldRule.Owner owner ->
                    pick(owner.side() == theirs.side(), theirs, ours, "owns the field");
            case FieldRule.Prefer prefer ->
                    pick(prefer.side() == theirs.side(), theirs, ours, "is preferred");
            case FieldRule.Latest latest ->
                    pick(isLater(theirs, ours), theirs, ours, "wrote later");
            case FieldRule.Version version -> {
                int order = Values.compare(theirs.version(), ours.version());
                yield order == 0
                        ? pick(isLater(theirs, ours), theirs, ours, "wrote the same version later")
                        : pick(order > 0, theirs, ours, "has the greater version");
            }
            case FieldRule.Max max -> {
                int order = Values.compare(theirs.value(), ours.value());
                yield order == 0
                        ? pick(isLater(theirs, ours), theirs, ours, "wrote the equal value later")
                        : pick(order > 0, theirs, ours, "wrote the greater value");
            }
            case FieldRule.Min min -> {
                int order = Values.compare(theirs.value(), ours.value());
                yield order == 0
                        ? pick(isLater(theirs, ours), theirs, ours, "wrote the equal value later")
                        : pick(order < 0, theirs, ours, "wrote the smaller value");
            }
            case FieldRule.Review review ->
                    pick(
                            isLater(theirs, ours),
                            theirs,
                            ours,
                            "wrote later; each side keeps its own until a person has decided");
            case FieldRule.Sum sum ->
                    throw new IllegalArgumentException("sums are added up, nobody wins");
        };
    }

    private static FieldDecision pick(boolean takeTheirs, Claim theirs, Claim ours, String why) {
        return takeTheirs
                ? new Theirs(theirs.value(), theirs.side() + " " + why)
                : new Ours(ours.value(), ours.side() + " " + why);
    }

    /// By hybrid logical clock (Kulkarni et al. 2014); equal clocks go to A, on both sides alike.
    /// Only concurrent changes are ever compared so: causality is decided by positions (2.8).
    private static boolean isLater(Claim theirs, Claim ours) {
        return theirs.clock() != ours.clock()
                ? theirs.clock() > ours.clock()
                : theirs.side() == Side.A;
    }
}
