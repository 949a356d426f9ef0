package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.schemas.catalog.TableColumn;

import java.util.List;

/// Columns that concern one side only: unmapped ones, and mapped ones that the database writes
/// itself. Pure.
final class LoneColumnCheck {
    private LoneColumnCheck() {}

    static void run(EntityTables entity, Findings findings) {
        entity.sides().forEach(side -> check(side, findings.in(side.system())));
    }

    private static void check(SideTable side, Findings.InSystem findings) {
        // Of a table that others have, too, the one that it belongs to says the rest.
        List<TableColumn> unmapped =
                side.table().columns().stream()
                        .filter(column -> !side.shared())
                        .filter(column -> !side.isMapped(column.name()))
                        .filter(column -> !side.others().contains(column.name()))
                        .toList();
        unmapped.stream()
                .filter(column -> !column.mayBeLeftOut())
                .forEach(column -> required(side, column, findings));
        unmentioned(side, unmapped.stream().map(TableColumn::name).toList(), findings);
        side.entity().onlyIn(side.system()).stream()
                .filter(column -> side.table().column(column).isEmpty())
                .forEach(
                        column ->
                                findings.add(
                                        SchemaCode.LONE_MISSING,
                                        side.subject(column),
                                        "entity " + side.entity().name() + " has it in only-in",
                                        Mend.words("Take it out of only-in.")));
        side.table().columns().stream()
                .filter(column -> side.isMapped(column.name()))
                .forEach(column -> mapped(side, column, findings));
    }

    private static void unmentioned(
            SideTable side, List<String> unmapped, Findings.InSystem findings) {
        List<String> said = side.entity().onlyIn(side.system());
        List<String> unsaid = unmapped.stream().filter(column -> !said.contains(column)).toList();
        if (!unsaid.isEmpty()) {
            findings.add(
                    SchemaCode.UNMENTIONED,
                    side.name().toString(),
                    String.join(", ", unsaid),
                    Mend.words(
                            "Map them if the other side has them; else say at entity %s:  only-in: { %s: [%s] }"
                                    .formatted(
                                            side.entity().name(),
                                            side.system(),
                                            String.join(", ", unmapped))));
        }
    }

    private static void required(SideTable side, TableColumn column, Findings.InSystem findings) {
        String sql =
                switch (side.kind()) {
                    case POSTGRES ->
                            "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL"
                                    .formatted(side.sqlName(), side.sqlName(column.name()));
                    case MYSQL -> MysqlColumn.modify(side, column, column.type(), true);
                };
        findings.add(
                SchemaCode.REQUIRED_UNMAPPED,
                side.subject(column.name()),
                "it is NOT NULL without a default, and no field maps it",
                Mend.sql(sql).andThen("Or give it a default, or map it in the file."));
    }

    private static void mapped(SideTable side, TableColumn column, Findings.InSystem findings) {
        if (column.generated()) {
            findings.add(
                    SchemaCode.GENERATED_MAPPED,
                    side.subject(column.name()),
                    "it is a generated column",
                    Mend.words(
                            "Take field %s out of the file; map the columns it is computed from."
                                    .formatted(side.fields().get(column.name()))));
        }
        if (column.selfUpdating()) {
            findings.add(
                    SchemaCode.SELF_UPDATING,
                    side.subject(column.name()),
                    "it is ON UPDATE CURRENT_TIMESTAMP",
                    Mend.sql(MysqlColumn.modify(side, column, column.type(), column.nullable()))
                            .andThen(
                                    "Let the applications set it, as they must on the other"
                                            + " side."));
        }
    }
}
