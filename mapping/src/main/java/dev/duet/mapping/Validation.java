package dev.duet.mapping;

import dev.duet.mapping.expressions.Formula;
import dev.duet.mapping.expressions.Language;
import dev.duet.mapping.expressions.WrongExpression;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.mapping.types.CannotConvert;
import dev.duet.schemas.Column;
import dev.duet.schemas.Row;
import dev.duet.schemas.Unchanged;
import dev.duet.schemas.config.Expression;
import dev.duet.schemas.config.ValidationRule;
import dev.duet.schemas.config.ValidationRule.Quarantine;
import dev.duet.schemas.config.ValidationRule.Reject;
import dev.duet.schemas.config.ValidationRule.Repair;
import dev.duet.schemas.config.ValidationRule.Warn;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the records of one entity have to meet, compiled against the types of its fields.
/// Immutable.
///
/// A rule is like a CHECK constraint: it is broken where the answer is no, and not where there is
/// none for want of a value. Where a field that it names is not known, it is not asked.
public final class Validation {
    public static final Validation NONE = new Validation(List.of(), List.of());

    private final List<Rule> rules;
    private final List<Rule> repairs;
    private final List<Linked> links;

    /// The rules that could be compiled, and what is wrong with the others.
    public record Compiled(Validation rules, List<Wrong> wrong) {
        public Compiled {
            wrong = List.copyOf(wrong);
        }
    }

    /// @param place of the expression in the file
    public record Wrong(ValidationRule rule, String what, String mend, String place) {}

    /// A rule that a record does not meet.
    ///
    /// @param reason in words, without values
    public record Broken(ValidationRule rule, String reason) {
        /// Those that the record cannot go over with, as one.
        static Optional<Broken> refusing(List<Broken> broken) {
            List<Broken> refusing =
                    broken.stream().filter(it -> !(it.rule.severity() instanceof Warn)).toList();
            return refusing.stream()
                    .filter(Broken::rejects)
                    .findFirst()
                    .or(() -> refusing.stream().findFirst())
                    .map(it -> new Broken(it.rule, reasons(refusing)));
        }

        private static String reasons(List<Broken> broken) {
            return broken.stream().map(Broken::reason).collect(Collectors.joining("; "));
        }

        boolean rejects() {
            return rule.severity() instanceof Reject;
        }
    }

    /// @param fields where those that it names stand in a canonical record
    /// @param sets what it repairs
    private record Rule(
            ValidationRule said,
            Formula test,
            List<String> names,
            int[] fields,
            List<Setting> sets) {

        Optional<Broken> broken(Row record) {
            for (int field : fields) {
                if (record.get(field) instanceof Unchanged) {
                    return Optional.empty();
                }
            }
            try {
                return test.isMet(said.name(), name -> record.get(fields[names.indexOf(name)]))
                        ? Optional.empty()
                        : Optional.of(new Broken(said, said.name() + ": " + said.message()));
            } catch (CannotConvert e) {
                return Optional.of(
                        new Broken(
                                said,
                                "%s: %s (%s)".formatted(said.name(), said.message(), e.reason())));
            }
        }

        /// @throws CannotConvert when there is no such record
        Row repaired(Row record) {
            return set(record, sets);
        }
    }

    /// A rule about a record of another entity, which only the database that a record is written
    /// into can be asked for.
    ///
    /// @param field where the field that names it stands in a canonical record
    public record Linked(ValidationRule rule, int field, List<Setting> sets) {
        public Linked {
            sets = List.copyOf(sets);
        }

        /// The record that goes over in its place; nothing when the rule does not repair.
        ///
        /// @throws CannotConvert when there is no such record
        public Optional<Row> mended(Row record) {
            return sets.isEmpty() ? Optional.empty() : Optional.of(set(record, sets));
        }
    }

    private static Row set(Row record, List<Setting> sets) {
        @Nullable Object[] values = record.toArray();
        for (Setting set : sets) {
            values[set.field] = set.of(record);
        }
        return Row.of(values);
    }

    /// A field that a repair sets.
    ///
    /// @param inputs where the fields that it names stand
    record Setting(
            FieldMapping.Carried of, int field, Formula value, List<String> names, int[] inputs) {

        /// Its value as both systems can tell it.
        @Nullable Object of(Row record) {
            Column column = of.canonical();
            for (int input : inputs) {
                if (record.get(input) instanceof Unchanged) {
                    throw new CannotConvert(column.name(), "what it is set from is not known");
                }
            }
            Object set =
                    value.value(
                            column.name(),
                            column.kind(),
                            name -> record.get(inputs[names.indexOf(name)]));
            if (set == null) {
                return null;
            }
            FieldMapping.End end = of.first();
            Object told = end.read().apply(end.write().apply(set));
            return end.nulls().blanks().contains(told) ? null : told;
        }
    }

    private Validation(List<Rule> rules, List<Linked> links) {
        this.rules = List.copyOf(rules);
        this.links = List.copyOf(links);
        this.repairs = this.rules.stream().filter(it -> !it.sets.isEmpty()).toList();
    }

    /// @param fields of canonical records
    public static Compiled of(
            List<? extends FieldMapping.Present> fields, List<ValidationRule> rules) {
        var compiler = new Compiler(fields);
        List<Rule> compiled = new ArrayList<>();
        List<Linked> links = new ArrayList<>();
        for (ValidationRule rule : rules) {
            switch (rule.test()) {
                case Expression test -> compiler.rule(rule, test).ifPresent(compiled::add);
                case ValidationRule.Link link -> links.add(compiler.link(rule, link));
            }
        }
        return new Compiled(new Validation(compiled, links), compiler.wrong);
    }

    /// One thread, one entity.
    private static final class Compiler {
        private final List<? extends FieldMapping.Present> fields;
        private final List<String> names;
        private final Language language;
        private final List<Wrong> wrong = new ArrayList<>();

        Compiler(List<? extends FieldMapping.Present> fields) {
            List<Column> columns = fields.stream().map(FieldMapping.Present::canonical).toList();
            this.fields = fields;
            this.names = columns.stream().map(Column::name).toList();
            this.language = Language.of(columns);
        }

        Optional<Rule> rule(ValidationRule said, Expression asked) {
            try {
                Formula test = language.formula(asked);
                test.requireTruth();
                return Optional.of(new Rule(said, test, test.names(), places(test), sets(said)));
            } catch (WrongExpression e) {
                wrong.add(new Wrong(said, e.what(), e.mend(), asked.place()));
                return Optional.empty();
            }
        }

        Linked link(ValidationRule said, ValidationRule.Link link) {
            return new Linked(said, names.indexOf(link.field()), sets(said));
        }

        private List<Setting> sets(ValidationRule said) {
            return switch (said.severity()) {
                case Quarantine _, Reject _, Warn _ -> List.of();
                case Repair repair -> sets(said, repair);
            };
        }

        private List<Setting> sets(ValidationRule said, Repair repair) {
            List<Setting> sets = new ArrayList<>();
            repair.set()
                    .forEach(
                            (field, value) ->
                                    setting(said, names.indexOf(field), value)
                                            .ifPresent(sets::add));
            return sets;
        }

        private Optional<Setting> setting(ValidationRule said, int field, Expression value) {
            if (!(fields.get(field) instanceof FieldMapping.Carried carried)) {
                throw new IllegalArgumentException(names.get(field) + " has one column only");
            }
            try {
                Formula formula = language.formula(value);
                formula.requireFor(carried.canonical());
                return Optional.of(
                        new Setting(carried, field, formula, formula.names(), places(formula)));
            } catch (WrongExpression e) {
                wrong.add(new Wrong(said, e.what(), e.mend(), value.place()));
                return Optional.empty();
            }
        }

        private int[] places(Formula formula) {
            return formula.names().stream().mapToInt(names::indexOf).toArray();
        }
    }

    /// Whether a record by itself is asked for nothing.
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /// The rules about records of other entities, which whoever writes a record asks.
    public List<Linked> links() {
        return links;
    }

    /// Whether a record may count for another one than its row says.
    boolean repairs() {
        return !repairs.isEmpty();
    }

    /// The fields that a repair may set: a record does not tell what stands in their columns.
    BitSet repaired() {
        BitSet repaired = new BitSet();
        repairs.forEach(rule -> rule.sets.forEach(set -> repaired.set(set.field)));
        return repaired;
    }

    /// What a field is repaired by, itself included: where one of these changes, so may what stands
    /// in the field's column.
    BitSet repairedBy(int field) {
        BitSet by = new BitSet();
        for (Rule rule : repairs) {
            if (rule.sets.stream().anyMatch(set -> set.field == field)) {
                by.set(field);
                Arrays.stream(rule.fields).forEach(by::set);
                rule.sets.forEach(set -> Arrays.stream(set.inputs).forEach(by::set));
            }
        }
        return by;
    }

    /// The record that counts for one as it was read: the same again when it is written and read.
    /// What cannot be repaired is left as it is.
    Row repaired(Row record) {
        if (repairs.isEmpty()) {
            return record;
        }
        Row now = record;
        for (Rule rule : repairs) {
            if (rule.broken(now).isPresent()) {
                try {
                    now = rule.repaired(now);
                } catch (CannotConvert _) {
                    return record;
                }
            }
        }
        return now.equals(record) || isRepaired(now) ? now : record;
    }

    /// The rules that repair a record.
    List<Broken> repairs(Row record) {
        return repairs.stream().flatMap(rule -> rule.broken(record).stream()).toList();
    }

    private boolean isRepaired(Row record) {
        return repairs.stream().allMatch(rule -> rule.broken(record).isEmpty());
    }

    /// All that a record does not meet, in the order of the file.
    List<Broken> broken(Row record) {
        return rules.stream().flatMap(rule -> rule.broken(record).stream()).toList();
    }

    /// Why a record must not be written; nothing when it may be.
    public Optional<Broken> refusal(Row record) {
        return Broken.refusing(broken(record));
    }
}
