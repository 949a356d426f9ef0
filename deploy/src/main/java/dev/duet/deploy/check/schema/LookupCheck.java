package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.deploy.config.NearestWord;
import dev.duet.deploy.sql.SqlName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.LookupConfig;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The reference tables that fields look up in: that they are there, and one to one. Pure.
final class LookupCheck {
    private final SideTable side;
    private final FieldConfig field;
    private final LookupConfig lookup;
    private final Findings.InSystem findings;

    private LookupCheck(
            SideTable side, FieldConfig field, LookupConfig lookup, Findings.InSystem findings) {
        this.side = side;
        this.field = field;
        this.lookup = lookup;
        this.findings = findings;
    }

    static void run(EntityTables entity, Findings findings) {
        entity.sides()
                .forEach(
                        side ->
                                side.entity()
                                        .fields()
                                        .forEach(
                                                field ->
                                                        field.form()
                                                                .lookup(side.system())
                                                                .ifPresent(
                                                                        lookup ->
                                                                                run(
                                                                                        side, field,
                                                                                        lookup,
                                                                                        findings))));
    }

    private static void run(
            SideTable side, FieldConfig field, LookupConfig lookup, Findings findings) {
        var check = new LookupCheck(side, field, lookup, findings.in(side.system()));
        Optional<Table> table = Optional.ofNullable(side.references().get(lookup.table()));
        table.ifPresentOrElse(check::columns, check::missing);
    }

    private void missing() {
        findings.add(
                SchemaCode.LOOKUP_MISSING,
                lookup.table().toString(),
                said() + " looks up in it: there is no such table, or Duet's users may not see it",
                Mend.words(
                        "Mend lookup of %s in the file, create the table, or let 'duet init' grant SELECT on it."
                                .formatted(said())));
    }

    private void columns(Table table) {
        for (String name : List.of(lookup.key(), lookup.value())) {
            if (table.column(name).isEmpty()) {
                List<String> columns = table.columns().stream().map(TableColumn::name).toList();
                findings.add(
                        SchemaCode.LOOKUP_MISSING,
                        table.name() + "." + name,
                        said() + " looks it up: the table has no such column",
                        Mend.words(
                                NearestWord.of(name, columns)
                                                .map(meant -> "Did you mean " + meant + "? ")
                                                .orElse("")
                                        + "Mend lookup of %s in the file.".formatted(said())));
            } else if (!isUnique(table, name)) {
                findings.add(
                        SchemaCode.LOOKUP_NOT_UNIQUE,
                        table.name() + "." + name,
                        "%s looks up %s and %s, and nothing keeps one from standing in several rows"
                                .formatted(said(), lookup.key(), lookup.value()),
                        Mend.sql(
                                "ALTER TABLE %s ADD UNIQUE (%s)"
                                        .formatted(
                                                SqlName.of(side.kind(), table.name()),
                                                SqlName.of(side.kind(), name))));
            }
        }
    }

    private static boolean isUnique(Table table, String column) {
        return Stream.concat(
                        Stream.of(table.primaryKey()),
                        table.uniques().stream()
                                .filter(Table.UniqueKey::identifiesRows)
                                .map(Table.UniqueKey::columns))
                .anyMatch(List.of(column)::equals);
    }

    private String said() {
        return "field " + field.name() + " of entity " + side.entity().name();
    }
}
