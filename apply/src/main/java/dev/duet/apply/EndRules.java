package dev.duet.apply;

import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.schemas.Change;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// What becomes of a record in the target when it ends in the source. Immutable.
public final class EndRules {
    private final Side target;
    private final Map<String, EntityRules> rules;

    /// The entities of which the source may keep a record while the target's row is none.
    private final Set<String> stayingInSource;

    public EndRules(Side target, Collection<EntityRules> rules) {
        this.target = target;
        this.rules = rules.stream().collect(Collectors.toMap(EntityRules::entity, it -> it));
        this.stayingInSource =
                rules.stream()
                        .filter(it -> it.mayStayAlone(target.peer()))
                        .map(EntityRules::entity)
                        .collect(Collectors.toSet());
    }

    /// @param canonical of the source's
    DeleteRule of(Change.Delete canonical) {
        String entity = canonical.shape().entity();
        return Objects.requireNonNull(rules.get(entity), entity).ends(target, canonical.left());
    }

    /// Whether the source may keep a record of which the target has a row that is none.
    boolean mayStayInSource(String entity) {
        return stayingInSource.contains(entity);
    }
}
