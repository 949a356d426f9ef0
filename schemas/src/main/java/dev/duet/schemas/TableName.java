package dev.duet.schemas;

/// A table: schema and name in PostgreSQL, database and name in MySQL. Compared exactly as the catalog spells it.
public record TableName(String schema, String name) {
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
