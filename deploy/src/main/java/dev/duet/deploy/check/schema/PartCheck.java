package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.sql.SqlName;
import dev.duet.mapping.NoValue;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.schemas.Column;

import java.util.List;
import java.util.Optional;

/// Entities that are part of another (`part-of`): whether the columns of the row that they share
/// can be emptied, and whether their own table goes with that of the other. Pure.
final class PartCheck {
    private PartCheck() {}

    static void run(List<EntityTables> all, EntityTables part, Findings findings) {
        Optional<SideTable> shared = part.sides().filter(SideTable::shared).findFirst();
        if (shared.isPresent()) {
            emptied(part, shared.get(), findings);
            goesAlong(all, part, shared.get(), findings);
        }
    }

    /// Whether one of the sides of an entity is the row of another.
    static boolean isOneRow(SideTable side, EntityTables whole) {
        return side.shared()
                && side.entity()
                        .partOf()
                        .filter(whole.postgres().entity().name()::equals)
                        .isPresent();
    }

    private static void emptied(EntityTables part, SideTable shared, Findings findings) {
        List<FieldMapping.Present> fields = part.fields();
        if (fields.isEmpty()) {
            return; // which is a finding of its own
        }
        int keySize = shared.entity().key().size();
        for (Column column : NoValue.needed(fields, keySize, shared.equals(part.side(true)))) {
            findings.in(shared.system())
                    .add(
                            SchemaCode.PART_NOT_NULL,
                            shared.subject(column.name()),
                            "it is NOT NULL, and %s is not there where no field has a value"
                                    .formatted(shared.entity().name()),
                            Mend.words(
                                    "Let the column take NULL, or say at its field:  when-null: { %s: { default: <value> } }"
                                            .formatted(shared.system())));
        }
    }

    private static void goesAlong(
            List<EntityTables> all, EntityTables part, SideTable shared, Findings findings) {
        SideTable own = part.peerOf(shared);
        Optional<SideTable> whole =
                all.stream()
                        .filter(it -> isOneRow(shared, it))
                        .map(it -> it.side(own.equals(part.side(true))))
                        .findFirst();
        if (whole.isEmpty()
                || own.table().foreignKeys().stream()
                        .anyMatch(key -> key.target().equals(whole.get().name()))) {
            return;
        }
        findings.in(own.system())
                .add(
                        SchemaCode.PART_STAYS,
                        own.name().toString(),
                        "nothing deletes its row with that of %s".formatted(whole.get().name()),
                        Mend.sql(
                                        "ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (%s) ON DELETE CASCADE ON UPDATE CASCADE"
                                                .formatted(
                                                        own.sqlName(),
                                                        SqlName.list(own.kind(), own.keyColumns()),
                                                        whole.get().sqlName(),
                                                        SqlName.list(
                                                                own.kind(),
                                                                whole.get().keyColumns())))
                                .andThen(
                                        "Or see to it that applications delete both, and change"
                                                + " both keys."));
    }
}
