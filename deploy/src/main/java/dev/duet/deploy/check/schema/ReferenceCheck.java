package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.mapping.fields.Place;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.FieldConfig;

import java.util.List;
import java.util.Optional;

/// Fields that name a record of another entity (`references`), where its key is the same in both
/// systems: whether a column can hold that key. Pure.
final class ReferenceCheck {
    private ReferenceCheck() {}

    static void run(List<EntityTables> all, EntityTables entity, Findings findings) {
        for (FieldConfig field : entity.postgres().entity().allFields()) {
            if (field.form().conversion().orElse(null) instanceof Conversion.Reference reference) {
                all.stream()
                        .filter(it -> it.postgres().entity().name().equals(reference.entity()))
                        .forEach(
                                parent -> {
                                    check(entity.postgres(), field, parent.postgres(), findings);
                                    check(entity.mysql(), field, parent.mysql(), findings);
                                    declared(entity.postgres(), field, parent.postgres(), findings);
                                    declared(entity.mysql(), field, parent.mysql(), findings);
                                });
            }
        }
    }

    /// `severity: warn` where the database itself does not let such a record in.
    private static void declared(
            SideTable child, FieldConfig field, SideTable parent, Findings findings) {
        Optional<String> column = field.column(child.system());
        if (child.entity().isWarnedOf(field)
                && column.isPresent()
                && child.table().foreignKeys().stream()
                        .anyMatch(
                                key ->
                                        key.columns().equals(List.of(column.get()))
                                                && key.target().equals(parent.name()))) {
            findings.in(child.system())
                    .add(
                            SchemaCode.LINK_DECLARED,
                            child.subject(column.get()),
                            "a foreign key to %s refuses what 'severity: warn' lets go over"
                                    .formatted(parent.name()),
                            Mend.words(
                                    "Drop the foreign key, or write another severity for"
                                            + " references: [%s].".formatted(field.name())));
        }
    }

    private static void check(
            SideTable child, FieldConfig field, SideTable parent, Findings findings) {
        Optional<Place> here = child.place(field);
        Optional<Place> there = parent.place(parent.entity().key().getFirst());
        if (here.isPresent()
                && there.isPresent()
                && here.get().column().kind() != there.get().column().kind()) {
            findings.in(child.system())
                    .add(
                            SchemaCode.REFERENCE_TYPE,
                            child.subject(here.get().column().name()),
                            "it is %s, and the key of %s is %s"
                                    .formatted(
                                            here.get().column().type(),
                                            parent.entity().name(),
                                            there.get().column().type()),
                            Mend.words(
                                    "Give it the type of the key, or take references out of the"
                                            + " file."));
        }
    }
}
