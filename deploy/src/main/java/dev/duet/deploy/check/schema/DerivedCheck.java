package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.mapping.Derivations;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.mapping.fields.Place;
import dev.duet.schemas.Column;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DerivedConfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether the expressions of derived columns fit the types of the fields and columns. Pure.
final class DerivedCheck {
    private DerivedCheck() {}

    static void run(EntityTables entity, Findings findings) {
        List<Column> fields =
                entity.fields().stream().map(FieldMapping.Present::canonical).toList();
        if (fields.isEmpty()) {
            return;
        }
        Map<DerivedConfig, Place> places = new LinkedHashMap<>();
        for (DerivedConfig derived : entity.postgres().entity().derived()) {
            SideTable side = side(entity, derived);
            Optional<TableColumn> column = side.table().column(derived.column());
            if (column.isEmpty()) {
                return;
            }
            places.put(derived, side.place(column.get()));
        }
        for (Derivations.Wrong wrong : Derivations.of(fields, places).wrong()) {
            SideTable side = side(entity, wrong.column());
            findings.in(side.system())
                    .add(
                            SchemaCode.DERIVE_REFUSED,
                            side.subject(wrong.column().column()),
                            "%s: field %s: %s"
                                    .formatted(wrong.place(), wrong.column().name(), wrong.what()),
                            Mend.sentence(wrong.mend()));
        }
    }

    private static SideTable side(EntityTables entity, DerivedConfig derived) {
        return entity.postgres().system().equals(derived.system())
                ? entity.postgres()
                : entity.mysql();
    }
}
