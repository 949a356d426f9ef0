package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What is taken away from deletes that are not simply carried, one by one.
final class DeleteMutations {
    static final Map<String, Variant> ALL =
            Map.of(
                    "a delete that is to stay where it was made is carried",
                    without(DeleteRule.STAYS),
                    "a row that is there still is taken for deleted",
                    leavingAsDeletes(),
                    "nobody is asked about a delete",
                    without(DeleteRule.REVIEW),
                    "an update brings back what was deleted on one side alone",
                    with(
                            new Fold() {
                                @Override
                                boolean leavesPresence(Shadow shadow, NetChange change) {
                                    return false;
                                }
                            }),
                    "what a side did before it deleted a record for itself still counts",
                    with(
                            new Fold() {
                                @Override
                                void depart(TrackedRecord record) {
                                    record.shadow.part();
                                }
                            }));

    private DeleteMutations() {}

    private static Variant without(DeleteRule rule) {
        return new Variant() {
            @Override
            ConflictCore core(EntityRules rules, Durable durable) {
                return super.core(
                        rules.with(without(rules.deletes(), rule), without(rules.leaving(), rule)),
                        durable);
            }
        };
    }

    private static Map<Side, DeleteRule> without(Map<Side, DeleteRule> rules, DeleteRule rule) {
        Map<Side, DeleteRule> rest = new EnumMap<>(Side.class);
        rules.forEach((side, said) -> rest.put(side, said == rule ? DeleteRule.CARRIED : said));
        return rest;
    }

    private static Variant leavingAsDeletes() {
        return new Variant() {
            @Override
            ConflictCore core(EntityRules rules, Durable durable) {
                return super.core(rules.with(rules.deletes(), Map.of()), durable);
            }
        };
    }

    private static Variant with(Fold fold) {
        return new Variant() {
            @Override
            ConflictCore core(EntityRules rules, Durable durable) {
                return new ConflictCore(durable, new Tracker(List.of(rules), fold), new Resume());
            }
        };
    }
}
