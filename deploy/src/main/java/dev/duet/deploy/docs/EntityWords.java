package dev.duet.deploy.docs;

import dev.duet.deploy.docs.page.Line;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.UpdateVsDelete;

import java.util.ArrayList;
import java.util.List;

/// What the file says of one entity as a whole, in words. Pure.
final class EntityWords {
    private EntityWords() {}

    static Line table(EntityConfig entity, String system) {
        return Line.ofCode(entity.table(system).toString());
    }

    /// What an insert or delete on one side is on the other.
    static Line deletes() {
        return Line.of("a record made or deleted on one side is made or deleted on the other");
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

    /// Which rows of the two tables are records.
    static Line rows(EntityConfig entity) {
        List<Line> conditions = new ArrayList<>();
        entity.rows()
                .fields()
                .forEach(
                        (field, values) -> {
                            List<Line> any =
                                    new ArrayList<>(
                                            values.texts().stream().map(Line::ofCode).toList());
                            if (values.empty()) {
                                any.add(Line.of("no value"));
                            }
                            conditions.add(
                                    Line.ofCode(field).text(" is ").and(Line.join(" or ", any)));
                        });
        return conditions.isEmpty()
                ? Line.of("all")
                : Line.of("only where ")
                        .and(Line.join(" and ", conditions))
                        .text(
                                "; a row that comes to fit is made on the other side, one that"
                                        + " ceases to fit is deleted there");
    }

    /// The columns that the file says only this system has; empty when it names none.
    static Line onlyIn(EntityConfig entity, String system) {
        return Line.ofCodes(entity.onlyIn(system));
    }
}
