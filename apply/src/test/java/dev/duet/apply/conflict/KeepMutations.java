package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is taken away from fields in which the side that does not own them keeps what it writes,
/// one by one.
final class KeepMutations {
    static final Map<String, Variant> ALL =
            Map.of(
                    "what is to be kept is reverted",
                    new Variant() {
                        @Override
                        ConflictCore core(EntityRules rules, Durable durable) {
                            return super.core(withoutKeeping(rules), durable);
                        }
                    },
                    "what is kept is not folded where it was written",
                    with(
                            new Fold() {
                                @Override
                                void keep(
                                        TrackedRecord record,
                                        int column,
                                        NetChange.Updated update) {
                                    // it is taken for a fault, and repaired
                                }
                            }),
                    "the owner's value rides along with its every update",
                    with(
                            new Fold() {
                                @Override
                                boolean ridesAlong(EntityRules rules, int column) {
                                    return true;
                                }
                            }));

    private KeepMutations() {}

    private static EntityRules withoutKeeping(EntityRules rules) {
        List<FieldRule> columns = new ArrayList<>();
        for (FieldRule rule : rules.columns()) {
            columns.add(
                    rule instanceof FieldRule.Owner owner
                            ? new FieldRule.Owner(owner.side(), owner.initial())
                            : rule);
        }
        return new EntityRules(
                rules.entity(),
                rules.keySize(),
                columns,
                rules.presence(),
                rules.ignored(),
                rules.triggers(),
                rules.deletes(),
                rules.leaving(),
                rules.sends(),
                rules.isNoneWithoutValue());
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
