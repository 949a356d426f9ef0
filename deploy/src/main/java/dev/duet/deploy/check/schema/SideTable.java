package dev.duet.deploy.check.schema;

import dev.duet.deploy.sql.SqlName;
import dev.duet.mapping.fields.Place;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DerivedConfig;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.LookupConfig;
import dev.duet.schemas.config.SystemConfig;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One entity's table on one side. Immutable.
///
/// @param fields the entity's fields by column, in the file's order, key first, derived ones after
///   them, then what says that a record was deleted; only columns that exist
/// @param others the columns that are fields of other entities which have the table, too
/// @param shared whether the table is that of the entity that this one is part of
/// @param references the tables that fields look up in, as far as they exist
public record SideTable(
        String system,
        DatabaseKind kind,
        EntityConfig entity,
        Table table,
        Map<String, String> fields,
        Set<String> others,
        boolean shared,
        Map<TableName, Table> references) {

    public static SideTable of(
            DuetConfig config,
            SystemConfig system,
            EntityConfig entity,
            Table table,
            Map<TableName, Table> references) {
        SideTable alone = of(system.name(), system.kind(), entity, table, references);
        Set<String> others = new LinkedHashSet<>(config.mappedColumns(system.name(), table.name()));
        others.removeAll(alone.fields.keySet());
        return new SideTable(
                alone.system,
                alone.kind,
                entity,
                table,
                alone.fields,
                others,
                config.sharedBy(entity).filter(system::equals).isPresent(),
                references);
    }

    /// A table whose fields look up in no other.
    public static SideTable of(String system, DatabaseKind kind, EntityConfig entity, Table table) {
        return of(system, kind, entity, table, Map.of());
    }

    public static SideTable of(
            String system,
            DatabaseKind kind,
            EntityConfig entity,
            Table table,
            Map<TableName, Table> references) {
        var fields = new LinkedHashMap<String, String>();
        for (FieldConfig field : entity.allFields()) {
            field.column(system)
                    .filter(column -> table.column(column).isPresent())
                    .ifPresent(column -> fields.put(column, field.name()));
        }
        for (DerivedConfig derived : entity.derived()) {
            if (derived.system().equals(system) && table.column(derived.column()).isPresent()) {
                fields.put(derived.column(), derived.name());
            }
        }
        entity.softDelete(system)
                .filter(soft -> table.column(soft.column()).isPresent())
                .ifPresent(soft -> fields.put(soft.column(), "soft-delete"));
        return new SideTable(system, kind, entity, table, fields, Set.of(), false, references);
    }

    public TableName name() {
        return table.name();
    }

    /// Quoted for SQL.
    String sqlName() {
        return SqlName.of(kind, table.name());
    }

    /// Quoted for SQL.
    String sqlName(String column) {
        return SqlName.of(kind, column);
    }

    /// The column that holds a field, if it exists.
    Optional<TableColumn> columnOf(FieldConfig field) {
        return field.column(system).flatMap(table::column);
    }

    /// The column that holds a field, as mappings want it; nothing where it, or what it refers to,
    /// does not exist.
    Optional<Place> place(FieldConfig field) {
        Optional<Place> plain = columnOf(field).map(this::place);
        return field.form()
                .lookup(system)
                .map(it -> plain.flatMap(place -> referring(place, it)))
                .orElse(plain);
    }

    private Optional<Place> referring(Place place, LookupConfig lookup) {
        Optional<Table> table = Optional.ofNullable(references.get(lookup.table()));
        Optional<TableColumn> key = table.flatMap(it -> it.column(lookup.key()));
        Optional<TableColumn> value = table.flatMap(it -> it.column(lookup.value()));
        return key.isPresent() && value.isPresent()
                ? Optional.of(
                        place.with(
                                new DeclaredReference(
                                        system + "." + lookup.table(),
                                        TypeTable.column(kind, key.get()),
                                        TypeTable.column(kind, value.get()))))
                : Optional.empty();
    }

    /// A column as mappings want it.
    Place place(TableColumn column) {
        return new Place(system, kind, TypeTable.column(kind, column));
    }

    /// The key's columns, in the file's order.
    List<String> keyColumns() {
        return entity.key().stream().flatMap(field -> field.column(system).stream()).toList();
    }

    boolean isMapped(String column) {
        return fields.containsKey(column);
    }

    /// `crm.public.customer.name` without the system.
    String subject(String column) {
        return table.name() + "." + column;
    }
}
