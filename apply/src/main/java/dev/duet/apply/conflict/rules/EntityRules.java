package dev.duet.apply.conflict.rules;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/// The rules of one entity, one for each of its columns.
///
/// @param keySize how many columns, from the first, are the key; their rules are never asked
/// @param ignored columns in which the sides may differ: they are not audited, and their changes
///   come only along with others
/// @param deletes what becomes of a record where the other side deletes it, in A and in B
/// @param leaving the same where its row on the other side is there still and is no record any
///   more; as a delete unless it is said
/// @param sends which of a side's records the other side is told of; all where it is not said
/// @param isNoneWithoutValue whether a record in which no column beside the key has a value is none
public record EntityRules(
        String entity,
        int keySize,
        List<FieldRule> columns,
        PresenceRule presence,
        BitSet ignored,
        TriggerRule triggers,
        Map<Side, DeleteRule> deletes,
        Map<Side, DeleteRule> leaving,
        Map<Side, SendRule> sends,
        boolean isNoneWithoutValue) {
    public EntityRules {
        columns = List.copyOf(columns);
        ignored = (BitSet) ignored.clone();
        deletes = Map.copyOf(deletes);
        leaving = Map.copyOf(leaving);
        sends = Map.copyOf(sends);
    }

    public EntityRules(
            String entity,
            int keySize,
            List<FieldRule> columns,
            PresenceRule presence,
            BitSet ignored,
            TriggerRule triggers) {
        this(
                entity, keySize, columns, presence, ignored, triggers, Map.of(), Map.of(), Map.of(),
                false);
    }

    public EntityRules(String entity, int keySize, List<FieldRule> columns, PresenceRule presence) {
        this(entity, keySize, columns, presence, new BitSet(), TriggerRule.NOTICED);
    }

    /// The same where the other side's deletes come to this, and what leaves it.
    public EntityRules with(Map<Side, DeleteRule> deleted, Map<Side, DeleteRule> left) {
        return new EntityRules(
                entity,
                keySize,
                columns,
                presence,
                ignored,
                triggers,
                deleted,
                left,
                sends,
                isNoneWithoutValue);
    }

    /// The same where the other side is told of some of a side's records only.
    public EntityRules sending(Map<Side, SendRule> some) {
        return new EntityRules(
                entity,
                keySize,
                columns,
                presence,
                ignored,
                triggers,
                deletes,
                leaving,
                some,
                isNoneWithoutValue);
    }

    /// The same where a record in which no column beside the key has a value is none.
    public EntityRules noneWithoutValue() {
        return new EntityRules(
                entity, keySize, columns, presence, ignored, triggers, deletes, leaving, sends,
                true);
    }

    /// What becomes of a record on a side when the other side deletes it.
    public DeleteRule deletes(Side side) {
        return deletes.getOrDefault(side, DeleteRule.CARRIED);
    }

    /// What becomes of a record on a side when it ends on the other side.
    ///
    /// @param left whether its row is there still
    public DeleteRule ends(Side side, boolean left) {
        return left ? leaving.getOrDefault(side, deletes(side)) : deletes(side);
    }

    /// Which of a side's records the other side is told of.
    public SendRule sends(Side side) {
        return sends.getOrDefault(side, SendRule.ALL);
    }

    /// Whether a record of a side may be missing on the other with nothing in flight, since it has
    /// ended there, or what one side did to it is withheld.
    public boolean mayStayAlone(Side side) {
        return !sends.isEmpty()
                || ends(side, false) == DeleteRule.STAYS
                || ends(side, true) == DeleteRule.STAYS;
    }

    public boolean isIgnored(int column) {
        return ignored.get(column);
    }

    /// Whether a field may stand otherwise on one side with nothing in flight, as triggers or that
    /// side's clients made it: there the other side's row says nothing of it.
    public boolean isLoose(int column) {
        if (isKept(column) || !sends.isEmpty()) {
            return true;
        }
        return switch (triggers) {
            case NOTICED -> false;
            case STANDS -> true;
            case CARRIED -> isOwned(column);
        };
    }

    public boolean carriesBack() {
        return triggers == TriggerRule.CARRIED;
    }

    public FieldRule rule(int column) {
        return columns.get(column);
    }

    public int size() {
        return columns.size();
    }

    public boolean isSum(int column) {
        return columns.get(column) instanceof FieldRule.Sum;
    }

    public boolean isOwned(int column) {
        return columns.get(column) instanceof FieldRule.Owner;
    }

    /// Whether the side that does not own a field keeps there what it writes.
    public boolean isKept(int column) {
        return columns.get(column) instanceof FieldRule.Owner owner && owner.keeps();
    }

    public boolean isOwnedBy(int column, Side side) {
        return columns.get(column) instanceof FieldRule.Owner owner && owner.side() == side;
    }
}
