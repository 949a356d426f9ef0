package dev.duet.deploy.run;

import dev.duet.apply.TargetTerms;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.plan.Relations;
import dev.duet.mapping.EntityMapping;
import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.TypeTable;
import dev.duet.mapping.types.ValueFunction;
import dev.duet.schemas.Column;
import dev.duet.schemas.Shape;
import dev.duet.schemas.TableName;
import dev.duet.schemas.catalog.Table;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;
import dev.duet.schemas.config.FieldConfig;
import dev.duet.schemas.config.SystemConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the configuration means for the tables as they are: shapes, mappings and relations,
/// compiled once. Immutable.
public final class Blueprint {
    private final DuetConfig config;
    private final Map<String, Map<Shape, Table>> tables = new LinkedHashMap<>();
    private final Map<String, Mappings> mappingsTo = new LinkedHashMap<>();

    private Blueprint(DuetConfig config) {
        this.config = config;
    }

    /// Reads both catalogs and compiles every entity.
    ///
    /// @throws CannotRun when a table or column is missing or a pair of types is refused
    public static Blueprint compile(DuetConfig config, Map<String, Side> sides)
            throws SQLException {
        Blueprint blueprint = new Blueprint(config);
        for (SystemConfig system : config.systems()) {
            Side side = sides.get(system.name());
            if (side == null) {
                throw new IllegalArgumentException("no side for " + system.name());
            }
            try (Connection connection = side.pool().getConnection()) {
                blueprint.tables.put(system.name(), blueprint.shapes(system, side, connection));
                connection.rollback();
            }
        }
        for (SystemConfig system : config.systems()) {
            blueprint.mappingsTo.put(system.name(), blueprint.mappings(system));
        }
        return blueprint;
    }

    /// The shapes of all entities on one system, in the order of the file.
    public List<Shape> shapes(String system) {
        return List.copyOf(on(system).keySet());
    }

    /// The mappings of the direction into a system.
    public Mappings mappingsInto(String system) {
        Mappings mappings = mappingsTo.get(system);
        if (mappings == null) {
            throw new IllegalArgumentException("there is no system " + system);
        }
        return mappings;
    }

    /// Of a system's rows into the core's form, which is that of the system listed first.
    Mappings canonical(String system) {
        String first = config.first().name();
        if (!system.equals(first)) {
            return mappingsInto(first);
        }
        Map<String, EntityMapping> same = new LinkedHashMap<>();
        for (Shape shape : shapes(first)) {
            List<ValueFunction> identity =
                    Collections.nCopies(shape.size(), ValueFunction.IDENTITY);
            same.put(shape.entity(), new EntityMapping(shape, identity));
        }
        return new Mappings(same);
    }

    /// How the core's rows look in a target.
    public TargetTerms termsOf(String target) {
        String first = config.first().name();
        Map<String, Shape> canonical = new LinkedHashMap<>();
        shapes(first).forEach(shape -> canonical.put(shape.entity(), shape));
        return new TargetTerms(
                mappingsInto(target).byEntity(),
                mappingsInto(config.peerOf(target).name()).byEntity(),
                canonical,
                target.equals(first));
    }

    /// The rules of all entities, as the file says.
    List<EntityRules> rules() {
        return ConflictRules.compile(
                config, shapes(config.first().name()), shapes(config.second().name()));
    }

    public Relations relations(String system) {
        return new Relations(on(system));
    }

    private Map<Shape, Table> on(String system) {
        Map<Shape, Table> shapes = tables.get(system);
        if (shapes == null) {
            throw new IllegalArgumentException("there is no system " + system);
        }
        return shapes;
    }

    private Map<Shape, Table> shapes(SystemConfig system, Side side, Connection connection)
            throws SQLException {
        Map<Shape, Table> shapes = new LinkedHashMap<>();
        for (EntityConfig entity : config.entities()) {
            TableName name = entity.table(system.name());
            Table table =
                    side.catalog()
                            .table(connection, name)
                            .orElseThrow(
                                    () ->
                                            new CannotRun(
                                                    "there is no table "
                                                            + name
                                                            + " in "
                                                            + system.name()));
            List<Column> columns = new ArrayList<>();
            for (FieldConfig field : entity.allFields()) {
                columns.add(column(system, table, field.column(system.name())));
            }
            shapes.put(new Shape(entity.name(), table.name(), columns, entity.key().size()), table);
        }
        return shapes;
    }

    private static Column column(SystemConfig system, Table table, String name) {
        TableColumn column =
                table.column(name)
                        .orElseThrow(
                                () ->
                                        new CannotRun(
                                                "table "
                                                        + table.name()
                                                        + " in "
                                                        + system.name()
                                                        + " has no column '"
                                                        + name
                                                        + "'"));
        return new Column(
                column.name(),
                column.type(),
                switch (system.kind()) {
                    case POSTGRES -> TypeTable.postgresKind(column.type());
                    case MYSQL -> TypeTable.mysqlKind(column.type());
                },
                column.nullable());
    }

    private Mappings mappings(SystemConfig target) {
        List<Shape> from = shapes(config.peerOf(target.name()).name());
        List<Shape> to = shapes(target.name());
        Map<String, EntityMapping> mappings = new LinkedHashMap<>();
        for (int e = 0; e < from.size(); e++) {
            List<ValueFunction> functions = new ArrayList<>();
            for (int i = 0; i < from.get(e).size(); i++) {
                Column source = from.get(e).columns().get(i);
                Column written = to.get(e).columns().get(i);
                functions.add(function(target.kind(), to.get(e).entity(), source, written));
            }
            mappings.put(to.get(e).entity(), new EntityMapping(to.get(e), functions));
        }
        return new Mappings(mappings);
    }

    private static ValueFunction function(
            DatabaseKind target, String entity, Column source, Column written) {
        TypePair pair =
                switch (target) {
                    case MYSQL -> TypeTable.pair(source, written);
                    case POSTGRES -> TypeTable.pair(written, source);
                };
        return switch (pair) {
            case TypePair.Refused refused ->
                    throw new CannotRun(
                            entity
                                    + "."
                                    + source.name()
                                    + ": "
                                    + refused.reason()
                                    + "; mend: "
                                    + refused.mend());
            case TypePair.Carried carried ->
                    switch (target) {
                        case MYSQL -> carried.toMysql();
                        case POSTGRES -> carried.toPostgres();
                    };
        };
    }
}
