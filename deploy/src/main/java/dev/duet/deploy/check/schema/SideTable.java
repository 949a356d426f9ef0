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
public record SideTable(
        String system,
        DatabaseKind kind,
        EntityConfig entity,
        Table table,
        Map<String, String> fields,
        Set<String> others,
        boolean shared) {

    public static SideTable of(
            DuetConfig config, SystemConfig system, EntityConfig entity, Table table) {
        SideTable alone = of(system.name(), system.kind(), entity, table);
        Set<String> others = new LinkedHashSet<>(config.mappedColumns(system.name(), table.name()));
        others.removeAll(alone.fields.keySet());
        return new SideTable(
                alone.system,
                alone.kind,
                entity,
                table,
                alone.fields,
                others,
                config.sharedBy(entity).filter(system::equals).isPresent());
    }

    public static SideTable of(String system, DatabaseKind kind, EntityConfig entity, Table table) {
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
        return new SideTable(system, kind, entity, table, fields, Set.of(), false);
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
