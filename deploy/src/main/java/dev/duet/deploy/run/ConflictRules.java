package dev.duet.deploy.run;

import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;
import dev.duet.apply.conflict.rules.TriggerRule;
import dev.duet.apply.conflict.rules.Values;
import dev.duet.schemas.Column;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.ConflictPolicy;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.NonOwner;
import dev.duet.schemas.config.OnDelete;
import dev.duet.schemas.config.SystemConfig;
import dev.duet.schemas.config.UpdateVsDelete;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Zero;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// What the rules of the file mean for the conflict core: one rule for each field, key first, and
/// the system listed first as side A. Pure.
public final class ConflictRules {
    /// The core never asks for the rule of a key column.
    private static final FieldRule OF_THE_KEY = new FieldRule.Prefer(Side.A);

    private final DuetConfig config;
    private final EntityConfig entity;

    private ConflictRules(DuetConfig config, EntityConfig entity) {
        this.config = config;
        this.entity = entity;
    }

    /// The rules of every entity, in the order of the file, when nothing is known of the columns:
    /// what a system inserts into fields of the other one's begins as null.
    public static List<EntityRules> compile(DuetConfig config) {
        return config.entities().stream()
                .map(entity -> new ConflictRules(config, entity).compile(List.of(), List.of()))
                .toList();
    }

    /// The rules of every entity, in the order of the file. A field of the other system's begins as
    /// [Zero] where one of its columns is NOT NULL. What a column's default is nobody has asked the
    /// databases: the owner is who says the value.
    ///
    /// @param here the shapes of all entities' canonical records
    /// @param there their columns on the system listed second, by field
    /// @throws CannotRun when a rule cannot decide over the values of a column
    public static List<EntityRules> compile(
            DuetConfig config, List<Shape> here, List<Shape> there) {
        List<EntityRules> rules = new ArrayList<>();
        for (int e = 0; e < config.entities().size(); e++) {
            rules.add(
                    new ConflictRules(config, config.entities().get(e))
                            .compile(here.get(e).columns(), there.get(e).columns()));
        }
        return List.copyOf(rules);
    }

    private EntityRules compile(List<Column> here, List<Column> there) {
        List<FieldRule> columns = new ArrayList<>();
        List<FieldConfig> fields = entity.allFields();
        int keySize = entity.key().size();
        List<List<Column>> pairs = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            pairs.add(
                    here.isEmpty()
                            ? List.of()
                            : List.of(
                                    here.get(i), typed(fields.get(i), here.get(i), there.get(i))));
        }
        for (int i = 0; i < fields.size(); i++) {
            columns.add(i < keySize ? OF_THE_KEY : rule(fields.get(i), i, pairs));
        }
        BitSet ignored = new BitSet();
        for (int i = 0; i < fields.size(); i++) {
            ignored.set(i, fields.get(i).form().ignored());
        }
        EntityRules rules =
                new EntityRules(entity.name(), keySize, columns, presence(), ignored, triggers())
                        .with(by(ConflictPolicy::deletes), by(ConflictPolicy::leaving));
        return entity.partOf().isPresent() ? rules.noneWithoutValue() : rules;
    }

    private Map<Side, DeleteRule> by(BiFunction<ConflictPolicy, String, OnDelete> said) {
        Map<Side, DeleteRule> rules = new EnumMap<>(Side.class);
        for (SystemConfig system : config.systems()) {
            rules.put(side(system.name()), rule(said.apply(entity.conflicts(), system.name())));
        }
        return rules;
    }

    private static DeleteRule rule(OnDelete said) {
        return switch (said) {
            case PROPAGATE -> DeleteRule.CARRIED;
            case IGNORE -> DeleteRule.STAYS;
            case REVIEW -> DeleteRule.REVIEW;
        };
    }

    /// The fields in which the system that does not own them keeps what it writes.
    static BitSet kept(EntityConfig entity) {
        BitSet kept = new BitSet();
        List<FieldConfig> fields = entity.allFields();
        for (int i = entity.key().size(); i < fields.size(); i++) {
            kept.set(
                    i,
                    entity.conflicts().rule(fields.get(i)) instanceof ConflictRule.Owner owner
                            && owner.others() == NonOwner.KEEP);
        }
        return kept;
    }

    private TriggerRule triggers() {
        return switch (entity.conflicts().onTrigger()) {
            case NOTICE -> TriggerRule.NOTICED;
            case IGNORE -> TriggerRule.STANDS;
            case CARRY_BACK -> TriggerRule.CARRIED;
        };
    }

    /// Where the file says how values go over, those of the column say nothing about the field's.
    private static Column typed(FieldConfig field, Column here, Column there) {
        return field.form()
                        .conversion()
                        .filter(it -> !(it instanceof Conversion.Reference))
                        .isEmpty()
                ? there
                : new Column(there.name(), here.type(), here.kind(), there.nullable());
    }

    /// @param pairs of each field, in canonical records and there; empty when not known
    private FieldRule rule(FieldConfig field, int index, List<List<Column>> pairs) {
        List<Column> both = pairs.get(index);
        return switch (entity.conflicts().rule(field)) {
            case ConflictRule.Owner owner ->
                    new FieldRule.Owner(
                            side(owner.system()),
                            initial(field, both),
                            owner.others() == NonOwner.KEEP);
            case ConflictRule.Prefer prefer -> new FieldRule.Prefer(side(prefer.system()));
            case ConflictRule.Latest _ -> new FieldRule.Latest();
            case ConflictRule.Max max -> {
                requireOrder(field, max, both);
                yield new FieldRule.Max();
            }
            case ConflictRule.Min min -> {
                requireOrder(field, min, both);
                yield new FieldRule.Min();
            }
            case ConflictRule.Sum sum -> {
                require(field, sum, both.stream().allMatch(c -> Values.isSummable(c.kind())));
                yield new FieldRule.Sum();
            }
            case ConflictRule.Version version -> {
                int column = column(version.field());
                requireOrder(field, version, pairs.get(column));
                yield new FieldRule.Version(column);
            }
            case ConflictRule.Review _ -> new FieldRule.Review();
        };
    }

    private PresenceRule presence() {
        return switch (entity.conflicts().updateVsDelete()) {
            case UpdateVsDelete.Delete _ -> new PresenceRule.Delete();
            case UpdateVsDelete.Update _ -> new PresenceRule.Update();
            case UpdateVsDelete.Latest _ -> new PresenceRule.Latest();
            case UpdateVsDelete.Prefer prefer -> new PresenceRule.Prefer(side(prefer.system()));
            case UpdateVsDelete.Review _ -> new PresenceRule.Review();
        };
    }

    private Side side(String system) {
        return config.first().name().equals(system) ? Side.A : Side.B;
    }

    private int column(String field) {
        return entity.allFields().stream().map(FieldConfig::name).toList().indexOf(field);
    }

    private static @Nullable Object initial(FieldConfig field, List<Column> both) {
        if (both.stream().allMatch(Column::nullable)) {
            return null;
        }
        Kind kind = both.getFirst().kind();
        return field.form().conversion().orElse(null) instanceof Conversion.Values values
                ? kind.parse(values.pairs().keySet().iterator().next())
                : Zero.of(kind);
    }

    private void requireOrder(FieldConfig field, ConflictRule rule, List<Column> both) {
        Stream<Kind> kinds = both.stream().map(Column::kind);
        require(field, rule, kinds.noneMatch(kind -> Values.order(kind) == Values.Order.NONE));
    }

    /// The two sides would decide for different values, and stay apart.
    private void require(FieldConfig field, ConflictRule rule, boolean fits) {
        if (!fits) {
            throw new CannotRun(
                    "%s.%s: '%s' cannot decide over values of its types; mend: another on-conflict"
                            .formatted(entity.name(), field.name(), rule.text()));
        }
    }
}
