package dev.duet.deploy.run;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.SendRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.mapping.EntityMappings;
import dev.duet.mapping.Filter;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.schemas.Row;
import dev.duet.schemas.config.EntityConfig;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What `sends` means for the conflict core. Immutable.
record Sends(Filter filter) implements SendRule {
    @Override
    public boolean fits(Row record) {
        return filter.fits(record);
    }

    /// @param byFirst whether it is the system listed first that sends some records only
    static EntityMappings.Sent of(
            EntityConfig entity, boolean byFirst, List<FieldMapping.Present> fields) {
        Filter some =
                entity.sends()
                        .map(it -> RowConditions.filter(entity, it.records(), fields))
                        .orElse(Filter.ALL);
        return byFirst
                ? new EntityMappings.Sent(some, Filter.ALL)
                : new EntityMappings.Sent(Filter.ALL, some);
    }

    static EntityRules of(EntityRules rules, EntityMappings mappings) {
        Map<Side, SendRule> sends = new EnumMap<>(Side.class);
        put(sends, Side.A, mappings.sent().byFirst());
        put(sends, Side.B, mappings.sent().bySecond());
        return rules.sending(sends);
    }

    private static void put(Map<Side, SendRule> sends, Side side, Filter filter) {
        if (!filter.isAll()) {
            sends.put(side, new Sends(filter));
        }
    }
}
