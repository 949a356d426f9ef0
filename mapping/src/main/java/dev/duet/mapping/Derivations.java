package dev.duet.mapping;

import dev.duet.mapping.expressions.Formula;
import dev.duet.mapping.expressions.Language;
import dev.duet.mapping.expressions.WrongExpression;
import dev.duet.mapping.fields.Place;
import dev.duet.schemas.Column;
import dev.duet.schemas.config.DerivedConfig;
import dev.duet.schemas.config.Expression;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The derived columns of one entity, compiled against the types of fields and columns.
///
/// @param wrong what is wrong with those that cannot be
public record Derivations(List<Derived> compiled, List<Wrong> wrong) {
    public static final Derivations NONE = new Derivations(List.of(), List.of());

    /// @param place of the expression in the file
    public record Wrong(DerivedConfig column, String what, String mend, String place) {}

    public Derivations {
        compiled = List.copyOf(compiled);
        wrong = List.copyOf(wrong);
    }

    /// @param fields of canonical records
    /// @param columns each with its place, in the file's order
    public static Derivations of(List<Column> fields, Map<DerivedConfig, Place> columns) {
        return new Compiler(fields).compile(columns);
    }

    /// One thread, one entity.
    private static final class Compiler {
        private final List<Column> fields;
        private final Map<String, Integer> indexes = new HashMap<>();
        private final Map<String, Derived> compiled = new LinkedHashMap<>();
        private final List<Wrong> wrong = new ArrayList<>();

        Compiler(List<Column> fields) {
            this.fields = fields;
            for (int i = 0; i < fields.size(); i++) {
                indexes.put(fields.get(i).name(), i);
            }
        }

        Derivations compile(Map<DerivedConfig, Place> columns) {
            columns.forEach(this::compile);
            return new Derivations(List.copyOf(compiled.values()), wrong);
        }

        private void compile(DerivedConfig config, Place place) {
            List<Column> known = config.goesBothWays() ? parts(config) : known();
            Formula formula = formula(config, config.derive(), Language.of(known), place.column());
            List<Derived.Part> parts = new ArrayList<>();
            Column whole = named(config.name(), place.column());
            for (Column part : parts(config)) {
                Expression inverse = config.inverse().get(part.name());
                Formula back =
                        inverse == null
                                ? null
                                : formula(config, inverse, Language.of(List.of(whole)), part);
                Integer at = indexes.get(part.name());
                if (back != null && at != null) {
                    parts.add(new Derived.Part(part, at, back, Derived.isPadded(part)));
                }
            }
            if (formula != null && parts.size() == config.inverse().size()) {
                var inputs = new Derived.Inputs(Map.copyOf(indexes), Map.copyOf(compiled));
                compiled.put(
                        config.name(), new Derived(config.name(), place, formula, inputs, parts));
            }
        }

        private List<Column> parts(DerivedConfig config) {
            return fields.stream().filter(it -> config.inverse().containsKey(it.name())).toList();
        }

        /// The fields, and what was derived before.
        private List<Column> known() {
            List<Column> known = new ArrayList<>(fields);
            compiled.forEach((name, derived) -> known.add(named(name, derived.column())));
            return known;
        }

        private static Column named(String name, Column column) {
            return new Column(name, column.type(), column.kind(), column.nullable());
        }

        private @Nullable Formula formula(
                DerivedConfig config, Expression expression, Language language, Column result) {
            try {
                Formula formula = language.formula(expression);
                formula.requireFor(result);
                return formula;
            } catch (WrongExpression e) {
                wrong.add(new Wrong(config, e.what(), e.mend(), expression.place()));
                return null;
            }
        }
    }
}
