package dev.duet.deploy.run;

import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.SendRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.mapping.EntityMappings;
import dev.duet.mapping.Filter;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.schemas.Row;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.RowFilter;
import dev.duet.schemas.config.SystemConfig;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What `sends` means for the conflict core. Immutable.
record Sends(Filter filter) implements SendRule {
    @Override
    public boolean fits(Row record) {
        return filter.fits(record);
    }

    static EntityMappings.Sent of(
            DuetConfig config, EntityConfig entity, List<FieldMapping.Present> fields) {
        return new EntityMappings.Sent(
                filter(config.first(), entity, fields), filter(config.second(), entity, fields));
    }

    private static Filter filter(
            SystemConfig sender, EntityConfig entity, List<FieldMapping.Present> fields) {
        RowFilter said = entity.sends().getOrDefault(sender.name(), RowFilter.ALL);
        return RowConditions.filter(entity, said, fields);
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
