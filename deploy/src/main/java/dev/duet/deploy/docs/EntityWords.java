package dev.duet.deploy.docs;

import dev.duet.deploy.docs.page.Line;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.OnDelete;
import dev.duet.schemas.config.RowFilter;
import dev.duet.schemas.config.SystemConfig;
import dev.duet.schemas.config.UpdateVsDelete;
import dev.duet.schemas.config.ValidationRule;
import dev.duet.schemas.config.ValidationRule.Link;
import dev.duet.schemas.config.ValidationRule.Quarantine;
import dev.duet.schemas.config.ValidationRule.Reject;
import dev.duet.schemas.config.ValidationRule.Repair;
import dev.duet.schemas.config.ValidationRule.Warn;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What the file says of one entity as a whole, in words. Pure.
final class EntityWords {
    private EntityWords() {}

    static Line table(EntityConfig entity, String system) {
        return Line.ofCode(entity.table(system).toString());
    }

    /// What an entity is part of, or which are parts of it.
    static Optional<Line> parts(DuetConfig config, EntityConfig entity) {
        Optional<SystemConfig> shared = config.sharedBy(entity);
        if (shared.isPresent()) {
            String system = shared.get().name();
            return Optional.of(
                    Line.of("Part of ")
                            .code(entity.partOf().orElseThrow())
                            .text(
                                    ": in %s both are one row. A record of this entity is there where at least one of its fields has a value, on either side; in %s it is made with the first value and deleted with the last, and goes with the row."
                                            .formatted(system, system)));
        }
        List<Line> parts = new ArrayList<>();
        for (EntityConfig other : config.entities()) {
            config.sharedBy(other)
                    .filter(_ -> other.partOf().equals(Optional.of(entity.name())))
                    .ifPresent(
                            system ->
                                    parts.add(
                                            Line.ofCode(other.name())
                                                    .text(" in the same row of " + system.name())));
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Line.of("Has parts: ")
                                .and(Line.join(", ", parts))
                                .text(
                                        ". A transaction goes over as one transaction, whichever"
                                                + " of the tables it wrote."));
    }

    /// What an insert or delete on one side is on the other.
    static Line deletes(EntityConfig entity) {
        List<Line> lines = new ArrayList<>();
        Map<OnDelete, List<String>> systems = byRule(entity, entity.conflicts()::deletes);
        if (systems.keySet().equals(Set.of(OnDelete.PROPAGATE))) {
            lines.add(
                    Line.of(
                            "a record made or deleted on one side is made or deleted on the"
                                    + " other"));
        } else {
            lines.add(Line.of("a record made on one side is made on the other"));
            systems.forEach(
                    (rule, in) ->
                            lines.add(
                                    Line.of("one that the other side deletes ")
                                            .text(happens(rule))
                                            .text(String.join(" and ", in))));
        }
        entity.soft()
                .forEach(
                        (system, soft) ->
                                lines.add(
                                        Line.of("in " + system + " its row stays then, with ")
                                                .code(soft.text())));
        return Line.join("; ", lines);
    }

    private static Map<OnDelete, List<String>> byRule(
            EntityConfig entity, Function<String, OnDelete> said) {
        Map<OnDelete, List<String>> systems = new EnumMap<>(OnDelete.class);
        for (String system : entity.tables().keySet()) {
            systems.computeIfAbsent(said.apply(system), rule -> new ArrayList<>(2)).add(system);
        }
        return systems;
    }

    private static String happens(OnDelete rule) {
        return switch (rule) {
            case PROPAGATE -> "is deleted in ";
            case IGNORE -> "stays in ";
            case REVIEW -> "waits for a person's decision in ";
        };
    }

    /// What one side may do to records as a whole.
    ///
    /// @param peer the other system
    static Line exists(EntityConfig entity, String peer) {
        return Line.of(
                switch (entity.conflicts().deletes(peer)) {
                    case PROPAGATE -> "makes and deletes";
                    case IGNORE -> "makes; deletes for itself alone";
                    case REVIEW -> "makes; asks before it deletes";
                });
    }

    /// Whether a record exists that one side deleted while the other changed it.
    static Line updateVsDelete(EntityConfig entity) {
        return Line.of(
                switch (entity.conflicts().updateVsDelete()) {
                    case UpdateVsDelete.Delete _ -> "it is deleted";
                    case UpdateVsDelete.Update _ -> "it stays, as it was changed";
                    case UpdateVsDelete.Latest _ -> "the later of the two counts";
                    case UpdateVsDelete.Prefer prefer -> "what " + prefer.system() + " did counts";
                    case UpdateVsDelete.Review _ -> "a person decides";
                });
    }

    /// As the file spells the rule.
    static Line spelled(EntityConfig entity) {
        return Line.ofCode("update-vs-delete: " + entity.conflicts().updateVsDelete().text());
    }

    /// What becomes of what triggers make of the rows that Duet writes.
    static Line onTrigger(EntityConfig entity) {
        return Line.of(
                        switch (entity.conflicts().onTrigger()) {
                            case NOTICE -> "what they make of a written row is noticed, and stands";
                            case IGNORE -> "what they make of a written row stands on their side";
                            case CARRY_BACK ->
                                    "what they make of a written row goes to the other side, too";
                        })
                .text(" (")
                .and(Line.ofCode("on-trigger: " + entity.conflicts().onTrigger().text()))
                .text(")");
    }

    private static Line condition(RowFilter.Condition said) {
        return switch (said) {
            case RowFilter.Values values -> {
                List<Line> any =
                        new ArrayList<>(values.texts().stream().map(Line::ofCode).toList());
                if (values.empty()) {
                    any.add(Line.of("no value"));
                }
                yield Line.join(" or ", any);
            }
            case RowFilter.Range range -> {
                List<Line> ends = new ArrayList<>();
                range.min().ifPresent(min -> ends.add(Line.of("at least ").code(min)));
                range.max().ifPresent(max -> ends.add(Line.of("at most ").code(max)));
                yield Line.join(" and ", ends);
            }
        };
    }

    /// Which rows of the two tables are records.
    static Line rows(EntityConfig entity) {
        List<Line> conditions = new ArrayList<>();
        entity.rows()
                .fields()
                .forEach(
                        (field, said) ->
                                conditions.add(
                                        Line.ofCode(field).text(" is ").and(condition(said))));
        return conditions.isEmpty()
                ? Line.of("all")
                : Line.of("only where ")
                        .and(Line.join(" and ", conditions))
                        .text("; a row that comes to fit is made on the other side")
                        .and(leaving(entity));
    }

    /// Which of its records each system sends to the other; nothing where both send all.
    static Optional<Line> sends(EntityConfig entity) {
        List<Line> directions = new ArrayList<>();
        entity.tables().keySet().forEach(system -> directions.add(sends(entity, system)));
        return entity.sends().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Line.join("; ", directions)
                                .text(". What is done to other records stays where it is done"));
    }

    private static Line sends(EntityConfig entity, String system) {
        RowFilter asked = entity.sends().getOrDefault(system, RowFilter.ALL);
        List<Line> conditions = new ArrayList<>();
        asked.fields()
                .forEach(
                        (field, condition) ->
                                conditions.add(
                                        Line.ofCode(field).text(" is ").and(condition(condition))));
        if (conditions.isEmpty()) {
            return Line.of(system + " sends all");
        }
        String there =
                entity.tables().keySet().stream()
                        .filter(other -> !other.equals(system))
                        .findFirst()
                        .orElseThrow();
        String left =
                switch (entity.conflicts().leaving(there)) {
                    case IGNORE -> "stays as it is there";
                    case PROPAGATE, REVIEW -> "is deleted there";
                };
        return Line.of(system + " sends to " + there + " only where ")
                .and(Line.join(" and ", conditions))
                .text(", and one that ceases to fit " + left);
    }

    private static Line leaving(EntityConfig entity) {
        Map<OnDelete, List<String>> systems = byRule(entity, entity.conflicts()::leaving);
        if (systems.keySet().equals(Set.of(OnDelete.PROPAGATE))) {
            return Line.of(", one that ceases to fit is deleted there");
        }
        List<Line> lines = new ArrayList<>();
        systems.forEach(
                (rule, in) ->
                        lines.add(
                                Line.of("; one that ceases to fit on the other side ")
                                        .text(happens(rule))
                                        .text(String.join(" and ", in))));
        return Line.join("", lines);
    }

    /// What a record has to meet by one rule.
    static Line asked(ValidationRule rule) {
        boolean isSaid = !rule.message().equals(rule.test().text());
        return Line.of(isSaid ? rule.message() : "what the expression says");
    }

    /// What becomes of a record that does not meet it.
    static Line unmet(ValidationRule rule) {
        Line becomes =
                switch (rule.severity()) {
                    case Quarantine _ when rule.test() instanceof Link ->
                            Line.of("it is held until that is there, or a person has decided");
                    case Quarantine _ -> Line.of("it is held until a person has decided");
                    case Reject _ -> Line.of("it becomes again what the other side has");
                    case Warn _ -> Line.of("it goes over, and is named in the log");
                    case Repair repair -> {
                        List<Line> sets = new ArrayList<>();
                        repair.set()
                                .forEach(
                                        (field, value) ->
                                                sets.add(
                                                        Line.ofCode(field)
                                                                .text(
                                                                        rule.test() instanceof Link
                                                                                ? " is set in its"
                                                                                        + " row to "
                                                                                : " counts as ")
                                                                .and(Line.ofCode(value.text()))));
                        yield Line.join(", ", sets);
                    }
                };
        return becomes.text(" (").code(rule.severity().text()).text(")");
    }

    /// The columns that the file says only this system has; empty when it names none.
    static Line onlyIn(EntityConfig entity, String system) {
        return Line.ofCodes(entity.onlyIn(system));
    }
}
