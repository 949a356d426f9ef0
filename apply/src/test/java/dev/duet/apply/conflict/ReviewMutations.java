package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;

import java.util.List;
import java.util.Map;

/// What is taken away from records that wait for a person, one by one.
final class ReviewMutations {
    static final Map<String, Variant> ALL =
            Map.of(
                    "what a person is asked about is not held",
                    new Variant() {
                        @Override
                        List<RecordKey> held(TargetTransaction transaction) {
                            return List.of();
                        }
                    },
                    "a conflict that the log shows late does not wait",
                    new Variant() {
                        @Override
                        ConflictCore core(EntityRules rules, Durable durable) {
                            return new ConflictCore(durable, new NeverLate(rules), new Resume());
                        }
                    },
                    "a side's own row is not put back",
                    new Variant() {
                        @Override
                        ConflictCore core(EntityRules rules, Durable durable) {
                            return new ConflictCore(
                                    durable,
                                    new Tracker(List.of(rules), new TakesTheWinner()),
                                    new Resume());
                        }
                    },
                    "what comes after the conflict is carried on",
                    new Variant() {
                        @Override
                        ConflictCore core(EntityRules rules, Durable durable) {
                            return new ConflictCore(durable, new CarriesOn(rules), new Resume());
                        }
                    });

    private ReviewMutations() {}

    private static final class NeverLate extends Tracker {
        NeverLate(EntityRules rules) {
            super(List.of(rules), new Fold());
        }

        @Override
        void merge(SideState state, Holds holds, List<SourceTransaction> stood) {
            super.merge(state, holds, stood);
            state.asked.clear();
        }
    }

    private static final class CarriesOn extends Tracker {
        CarriesOn(EntityRules rules) {
            super(List.of(rules), new Fold());
        }

        @Override
        Shadow foldedInto(SideState state, TrackedRecord record, SourceTransaction from) {
            return record.shadow;
        }
    }

    static final class TakesTheWinner extends Fold {
        @Override
        boolean keepsOwn(Ruling ruling) {
            return false;
        }
    }
}
