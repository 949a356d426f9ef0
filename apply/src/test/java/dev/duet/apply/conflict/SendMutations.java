package dev.duet.apply.conflict;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.SendRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Row;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is taken away where a side tells the other of some records only, one by one.
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

    /// The same where each side has a condition, and what can go wrong there alone.
    static final Map<String, Variant> OF_BOTH = new TreeMap<>(ALL);

    static {
        for (Side side : Side.values()) {
            OF_BOTH.put("all of " + side + "'s is sent", sending(side.peer(), side.peer()));
            OF_BOTH.put(
                    "the condition of " + side + " is for both", sending(side, side, side.peer()));
        }
    }

    private SendMutations() {}

    /// The condition of one side for all these.
    private static Variant sending(Side of, Side... by) {
        return new Variant() {
            @Override
            ConflictCore core(EntityRules rules, Durable durable) {
                Map<Side, SendRule> sends = new EnumMap<>(Side.class);
                for (Side side : by) {
                    sends.put(side, rules.sends(of));
                }
                return super.core(rules.sending(sends), durable);
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
