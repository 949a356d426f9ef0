package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.mapping.SoftDelete;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.SoftDeleteConfig;

import java.util.Optional;

/// Whether the columns that say that a record was deleted can hold what the file says. Pure.
final class SoftDeleteCheck {
    private SoftDeleteCheck() {}

    static void run(EntityTables entity, Findings findings) {
        entity.sides()
                .forEach(
                        side ->
                                side.entity()
                                        .softDelete(side.system())
                                        .ifPresent(said -> run(side, said, findings)));
    }

    private static void run(SideTable side, SoftDeleteConfig said, Findings findings) {
        Optional<TableColumn> column = side.table().column(said.column());
        if (column.isEmpty()) {
            return; // which is a finding of its own
        }
        try {
            SoftDelete.of(side.place(column.get()).column(), said);
        } catch (IllegalArgumentException e) {
            findings.in(side.system())
                    .add(
                            SchemaCode.SOFT_DELETE,
                            side.subject(said.column()),
                            String.valueOf(e.getMessage()),
                            Mend.words(
                                    "Mend entities.%s.soft-delete in the file: write values that it"
                                                    .formatted(side.entity().name())
                                            + " can hold."));
        }
    }
}
