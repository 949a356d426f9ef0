package dev.duet.mapping;

import dev.duet.mapping.fields.FieldMapping;
import dev.duet.mapping.fields.Place;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.Conversion;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.FieldForm;
import dev.duet.schemas.config.Normalization;
import dev.duet.schemas.config.NullPolicy;
import dev.duet.schemas.types.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// An entity with a key and one field: crm is PostgreSQL and listed first, erp is MySQL.
public final class Example {
    private static final TableName TABLE = new TableName("public", "thing");
    private static final List<EntityMappings.NamedTable> TABLES =
            List.of(
                    new EntityMappings.NamedTable("crm", TABLE),
                    new EntityMappings.NamedTable("erp", TABLE));
    private static final Column KEY = new Column("id", "bigint", Kind.INTEGER, false);

    private Example() {}

    /// The field in columns of these types, both of which take null.
    public static FieldMapping field(FieldForm form, String postgres, String mysql) {
        FieldConfig field = new FieldConfig("x", Map.of("crm", "a", "erp", "b"), form);
        return FieldMapping.of(
                field,
                place("crm", DatabaseKind.POSTGRES, "a", postgres),
                place("erp", DatabaseKind.MYSQL, "b", mysql),
                false);
    }

    /// The same where MySQL is listed first.
    public static FieldMapping mysqlFirst(FieldForm form, String postgres, String mysql) {
        FieldConfig field = new FieldConfig("x", Map.of("crm", "a", "erp", "b"), form);
        return FieldMapping.of(
                field,
                place("erp", DatabaseKind.MYSQL, "b", mysql),
                place("crm", DatabaseKind.POSTGRES, "a", postgres),
                false);
    }

    private static Place place(String system, DatabaseKind kind, String name, String type) {
        var column = new TableColumn(name, type, true, null, false, false, false, null);
        return new Place(system, kind, TypeTable.column(kind, column));
    }

    public static EntityMappings entity(FieldForm form, String postgres, String mysql) {
        return switch (field(form, postgres, mysql)) {
            case FieldMapping.Carried field -> entity(field);
            case FieldMapping.Lone _ -> throw new AssertionError("it has two columns");
            case FieldMapping.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    static EntityMappings entity(FieldMapping.Carried... fields) {
        var all = new ArrayList<FieldMapping.Carried>(List.of(FieldMapping.same(KEY)));
        all.addAll(List.of(fields));
        return EntityMappings.of("thing", all, Derivations.NONE, Validation.NONE, TABLES, 1);
    }

    static EntityMappings entity(EntityMappings.Presence presence, FieldMapping.Present... fields) {
        var all = new ArrayList<FieldMapping.Present>(List.of(FieldMapping.same(KEY)));
        all.addAll(List.of(fields));
        return EntityMappings.of(
                "thing", all, Derivations.NONE, Validation.NONE, TABLES, 1, presence);
    }

    public static FieldForm form(Conversion conversion) {
        return new FieldForm(
                Optional.of(conversion), Normalization.NONE, OptionalInt.empty(), Map.of(), false);
    }

    public static FieldForm form(Normalization normalization) {
        return new FieldForm(Optional.empty(), normalization, OptionalInt.empty(), Map.of(), false);
    }

    public static FieldForm truncate(int characters) {
        return new FieldForm(
                Optional.empty(), Normalization.NONE, OptionalInt.of(characters), Map.of(), false);
    }

    public static FieldForm nulls(Map<String, NullPolicy> nulls) {
        return new FieldForm(
                Optional.empty(), Normalization.NONE, OptionalInt.empty(), nulls, false);
    }

    static FieldForm ignored() {
        return new FieldForm(
                Optional.empty(), Normalization.NONE, OptionalInt.empty(), Map.of(), true);
    }
}
