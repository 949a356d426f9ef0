package dev.duet.mapping.types;

/// What to declare in MySQL for a type of PostgreSQL's: the advice in a refusal and in the
/// documentation.
final class Counterparts {
    private Counterparts() {}

    static String of(ColumnType postgres) {
        return switch (postgres.kind()) {
            case BOOLEAN -> "tinyint(1) or bit(1)";
            case INTEGER -> "an integer of the same size, or decimal";
            case DECIMAL -> "decimal(p,s), or bigint unsigned for numeric(20,0)";
            case FLOAT -> "float or double";
            case DOUBLE -> "double";
            case TEXT -> "varchar(n) or longtext, enum, set, json";
            case BYTES -> "varbinary(n) or longblob";
            case DATE -> "date";
            case TIME -> "time(6)";
            case TIMESTAMP -> "datetime(6)";
            case INSTANT -> "datetime(6) or timestamp(6)";
            case INTERVAL -> "varchar(64), or time(6) for hours alone";
            case UUID -> "char(36) or binary(16)";
            case JSON -> "json or longtext";
            case ENUM -> "an enum with the same labels, or varchar(n)";
            case BITS -> "bit(n), or varchar(n)";
            case ARRAY -> "json, or a set for text[]";
            case GEOMETRY -> "point";
            case OPAQUE, SET -> "longtext or varchar(n)";
        };
    }
}
