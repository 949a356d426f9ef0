package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;

import org.jspecify.annotations.Nullable;

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
                            Tracker tracker = new Tracker(List.of(rules), new Fold());
                            return new ConflictCore(
                                    durable, tracker, new PutsNothingBack(), new Resume());
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

    private static final class PutsNothingBack extends Planner {
        PutsNothingBack() {
            super(new Fold());
        }

        @Override
        @Nullable RowWrite restore(TrackedRecord record, Map<Integer, Ruling> shown) {
            return null;
        }
    }
}
