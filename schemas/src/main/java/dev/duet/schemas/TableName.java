package dev.duet.schemas;

/// A table in a schema; on MySQL the schema is the database. Both as the catalog spells them,
/// without quotes.
public record TableName(String schema, String name) {
    public TableName {
        if (schema.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("a table needs a schema and a name");
        }
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
