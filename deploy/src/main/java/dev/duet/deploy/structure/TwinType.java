package dev.duet.deploy.structure;

import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.config.DatabaseKind;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.TypeText;

/// The type that holds in one kind of database what a type of the other one holds: a proposal for
/// people. Stateless.
final class TwinType {
    /// A varchar that MySQL can have whole in one index.
    private static final int VARCHAR_MAX = 16_383;

    private TwinType() {}

    /// @param database in which the type is
    static String of(DatabaseKind database, String type) {
        TypeText text = TypeText.of(type);
        return switch (database) {
            case POSTGRES -> ofPostgres(text, TypeTable.postgresKind(type));
            case MYSQL -> ofMysql(text, TypeTable.mysqlKind(type));
        };
    }

    private static String ofPostgres(TypeText type, Kind kind) {
        return switch (kind) {
            case BOOLEAN -> "tinyint(1)";
            case INTEGER ->
                    switch (type.name()) {
                        case "smallint" -> "smallint";
                        case "integer" -> "int";
                        default -> "bigint";
                    };
            case DECIMAL -> decimal("decimal", type, "decimal(65,30)");
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case TEXT -> sized(type, "longtext");
            case BYTES -> "longblob";
            case DATE -> "date";
            case TIME -> "time(" + type.number(0, 6) + ")";
            case TIMESTAMP -> "datetime(" + type.number(0, 6) + ")";
            case INSTANT -> "timestamp(" + type.number(0, 6) + ")";
            case UUID -> "char(36)";
            case JSON, ARRAY -> "json";
            case BITS -> "bit(" + Math.min(64, type.number(0, 1)) + ")";
            case ENUM, SET, INTERVAL -> "varchar(255)";
            case GEOMETRY -> "geometry";
            case OPAQUE -> "text";
        };
    }

    private static String ofMysql(TypeText type, Kind kind) {
        return switch (kind) {
            case BOOLEAN -> "boolean";
            case INTEGER ->
                    switch (type.name()) {
                        case "tinyint" -> "smallint";
                        case "smallint" -> type.unsigned() ? "integer" : "smallint";
                        case "mediumint", "year" -> "integer";
                        case "int" -> type.unsigned() ? "bigint" : "integer";
                        default -> "bigint";
                    };
            case DECIMAL ->
                    type.name().equals("bigint")
                            ? "numeric(20)"
                            : decimal("numeric", type, "numeric(10,0)");
            case FLOAT -> "real";
            case DOUBLE -> "double precision";
            case TEXT -> sized(type, "text");
            case BYTES -> "bytea";
            case DATE -> "date";
            case TIME -> "time(" + type.number(0, 0) + ")";
            case TIMESTAMP -> "timestamp(" + type.number(0, 0) + ")";
            case INSTANT -> "timestamptz(" + type.number(0, 0) + ")";
            case UUID -> "uuid";
            case JSON -> "jsonb";
            case ARRAY -> "text[]";
            case BITS -> "bit(" + type.number(0, 1) + ")";
            case ENUM, SET, INTERVAL, OPAQUE, GEOMETRY -> "text";
        };
    }

    private static String decimal(String name, TypeText type, String bare) {
        return type.arguments().isEmpty()
                ? bare
                : "%s(%d,%d)".formatted(name, type.number(0, 10), type.number(1, 0));
    }

    private static String sized(TypeText type, String unbounded) {
        boolean isChar = type.name().equals("char") || type.name().equals("character");
        boolean isVarchar = type.name().equals("varchar") || type.name().startsWith("character v");
        int size = type.number(0, isChar ? 1 : 0);
        return (isChar || isVarchar) && size > 0 && size <= VARCHAR_MAX
                ? "%s(%d)".formatted(isChar ? "char" : "varchar", size)
                : unbounded;
    }
}
