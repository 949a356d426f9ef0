package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.schemas.Row;

import java.util.List;
import java.util.Map;

/// What is taken away where one side tells the other of some records only, one by one.
final class SendMutations {
    static final Map<String, Variant> ALL =
            Map.of(
                    "all is sent",
                    new Variant() {
                        @Override
                        ConflictCore core(EntityRules rules, Durable durable) {
                            return super.core(rules.sending(Map.of()), durable);
                        }
                    },
                    "what is withheld is not folded where it was written",
                    with(
                            new Fold() {
                                @Override
                                void stand(
                                        TrackedRecord record, int column, Row after, boolean over) {
                                    // it is taken for a fault, and repaired
                                }
                            }),
                    "what leaves is forgotten where its row stays",
                    with(
                            new Fold() {
                                @Override
                                boolean isMissedBy(Meeting meeting, NetChange change) {
                                    return false;
                                }
                            }));

    private SendMutations() {}

    private static Variant with(Fold fold) {
        return new Variant() {
            @Override
            ConflictCore core(EntityRules rules, Durable durable) {
                return new ConflictCore(durable, new Tracker(List.of(rules), fold), new Resume());
            }
        };
    }
}
