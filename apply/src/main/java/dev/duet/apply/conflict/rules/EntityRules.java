package dev.duet.apply.conflict.rules;

import java.util.List;

/// The rules of one entity, one for each of its columns.
///
/// @param carriesBack whether what triggers make of written rows goes to the other side
/// @param keySize how many columns, from the first, are the key; their rules are never asked
public record EntityRules(
        String entity,
        int keySize,
        List<FieldRule> columns,
        PresenceRule presence,
        boolean carriesBack) {
    /// What triggers do stands where they did it.
    public EntityRules(String entity, int keySize, List<FieldRule> columns, PresenceRule presence) {
        this(entity, keySize, columns, presence, false);
    }

    public EntityRules {
        columns = List.copyOf(columns);
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

    public boolean isOwnedBy(int column, Side side) {
        return columns.get(column) instanceof FieldRule.Owner owner && owner.side() == side;
    }
}
