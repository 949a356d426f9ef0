package dev.duet.deploy.check.schema;

import dev.duet.apply.conflict.rules.Values;
import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.mapping.fields.FieldMapping;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.catalog.Table.UniqueKey;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Zero;

import java.util.List;

/// Whether the rules for conflicts fit the columns that they decide over. Pure.
final class RuleCheck {
    private final EntityTables tables;
    private final EntityConfig entity;
    private final Findings findings;

    private RuleCheck(EntityTables tables, Findings findings) {
        this.tables = tables;
        this.entity = tables.postgres().entity();
        this.findings = findings;
    }

    static void run(EntityTables tables, Findings findings) {
        var check = new RuleCheck(tables, findings);
        check.entity.fields().forEach(check::field);
    }

    private void field(FieldConfig field) {
        switch (entity.conflicts().rule(field)) {
            case ConflictRule.Sum sum -> counter(field, sum);
            case ConflictRule.Max max -> ordered(field, field, max);
            case ConflictRule.Min min -> ordered(field, field, min);
            case ConflictRule.Version version -> {
                ordered(field, named(version), version);
                versionOf(field, version);
            }
            case ConflictRule.Owner owner -> owned(field, owner);
            case ConflictRule.Prefer _, ConflictRule.Latest _, ConflictRule.Review _ -> {
                // whatever the type
            }
        }
    }

    private FieldConfig named(ConflictRule.Version version) {
        return entity.fields().stream()
                .filter(field -> field.name().equals(version.field()))
                .findFirst()
                .orElseThrow();
    }

    private void counter(FieldConfig field, ConflictRule rule) {
        for (Place place : places(field)) {
            if (!Values.isSummable(place.kind())) {
                place.add(
                        SchemaCode.SUM_TYPE,
                        said(field, rule) + " over " + place.column.type(),
                        another(field));
            } else if (place.column.nullable()) {
                place.add(
                        SchemaCode.SUM_NULLABLE,
                        said(field, rule) + " over a column that takes NULL",
                        place.nullable(false).andThen("Before that, set what is NULL to 0."));
            }
        }
    }

    /// @param by whose values are compared
    private void ordered(FieldConfig field, FieldConfig by, ConflictRule rule) {
        for (Place place : places(by)) {
            String what = said(field, rule) + " over " + place.column.type();
            switch (Values.order(place.kind())) {
                case NATURAL -> {
                    // as everybody expects
                }
                case BY_CODE -> place.add(SchemaCode.ORDER_OF_TEXT, what, another(field));
                case NONE -> place.add(SchemaCode.NO_ORDER, what, another(field));
            }
        }
    }

    /// What is inserted where the field is not owned begins as null or zero on both sides.
    private void owned(FieldConfig field, ConflictRule.Owner owner) {
        List<Place> places = places(field);
        if (places.stream().allMatch(place -> place.column.nullable())) {
            return;
        }
        for (Place place : places) {
            boolean isKey = field.form().lookup(place.side.system()).isPresent();
            if ((isKey || Zero.of(place.kind()) == null) && !place.column.nullable()) {
                place.add(
                        SchemaCode.OWNER_NO_ZERO,
                        said(field, owner) + ", NOT NULL, " + place.column.type(),
                        place.nullable(true).andThen("Or let only the owner insert."));
            }
            for (UniqueKey unique : place.side.table().uniques()) {
                if (unique.columns().contains(place.column.name())) {
                    place.add(
                            SchemaCode.OWNER_UNIQUE,
                            said(field, owner) + ", NOT NULL, in unique key " + unique.name(),
                            Mend.words(
                                    "Let the column take NULL on both sides, or let only the owner"
                                            + " insert."));
                }
            }
        }
    }

    /// A version that loses to another rule than its own may stand below the one that has won.
    private void versionOf(FieldConfig field, ConflictRule.Version version) {
        FieldConfig by = named(version);
        ConflictRule its = entity.conflicts().rule(by);
        if (its.equals(version) || its instanceof ConflictRule.Max) {
            return;
        }
        places(by).stream()
                .findFirst()
                .ifPresent(
                        place ->
                                place.add(
                                        SchemaCode.VERSION_FALLS,
                                        "%s, and field %s has '%s'"
                                                .formatted(
                                                        said(field, version),
                                                        by.name(),
                                                        its.text()),
                                        Mend.words(
                                                "Write on-conflict: max at field %s of entity %s."
                                                        .formatted(by.name(), entity.name()))));
    }

    /// The columns of a field that exist, PostgreSQL's first.
    private List<Place> places(FieldConfig field) {
        return tables.sides()
                .flatMap(
                        side ->
                                side.columnOf(field).stream()
                                        .map(
                                                column ->
                                                        new Place(
                                                                side,
                                                                column,
                                                                kind(field, side, column),
                                                                findings)))
                .toList();
    }

    /// Rules decide over the field's values, which are the column's unless the file converts them.
    private Kind kind(FieldConfig field, SideTable side, TableColumn column) {
        boolean isConverted =
                field.form().conversion().isPresent() || !field.form().lookups().isEmpty();
        return isConverted
                        && tables.mapping(field).orElse(null)
                                instanceof FieldMapping.Carried carried
                ? carried.canonical().kind()
                : TypeTable.column(side.kind(), column).kind();
    }

    /// @param kind of the values that rules decide over
    private record Place(SideTable side, TableColumn column, Kind kind, Findings findings) {
        void add(SchemaCode code, String what, Mend mend) {
            findings.in(side.system()).add(code, side.subject(column.name()), what, mend);
        }

        Mend nullable(boolean takesNull) {
            return Mend.sql(
                    switch (side.kind()) {
                        case POSTGRES ->
                                "ALTER TABLE %s ALTER COLUMN %s %s NOT NULL"
                                        .formatted(
                                                side.sqlName(),
                                                side.sqlName(column.name()),
                                                takesNull ? "DROP" : "SET");
                        case MYSQL -> MysqlColumn.modify(side, column, column.type(), takesNull);
                    });
        }
    }

    private static String said(FieldConfig field, ConflictRule rule) {
        return "field " + field.name() + " has '" + rule.text() + "'";
    }

    private Mend another(FieldConfig field) {
        return Mend.words(
                "Give field %s of entity %s another on-conflict, such as latest."
                        .formatted(field.name(), entity.name()));
    }
}
