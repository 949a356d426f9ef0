package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;

import java.util.List;
import java.util.Map;

/// What is taken away from loads beside the sync, one by one.
final class LoadMutations {
    static final Map<String, Variant> ALL =
            Map.of(
                    "a load reads before it locks",
                    new Variant() {
                        @Override
                        boolean loadsUnderLock() {
                            return false;
                        }
                    },
                    "what a load has put there is not known",
                    new Variant() {
                        @Override
                        ConflictCore core(EntityRules rules, Durable durable) {
                            return new ConflictCore(durable, new Unaware(rules), new Resume());
                        }
                    });

    private LoadMutations() {}

    private static final class Unaware extends Tracker {
        Unaware(EntityRules rules) {
            super(List.of(rules), new Fold());
        }

        @Override
        void merge(SideState state, Holds holds, List<SourceTransaction> stood) {
            state.loaded.forget(Long.MAX_VALUE);
            super.merge(state, holds, stood);
        }
    }
}
