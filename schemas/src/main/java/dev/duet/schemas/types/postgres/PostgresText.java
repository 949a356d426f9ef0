package dev.duet.schemas.types.postgres;

import dev.duet.schemas.types.JsonText;
import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.Padding;
import dev.duet.schemas.types.TimeText;
import dev.duet.schemas.types.TypeText;

/// Reads a value that PostgreSQL spelled as text into its canonical form.
@FunctionalInterface
public interface PostgresText {
    Object read(String text);

    /// The reader for a type whose values no other form carries.
    static PostgresText of(TypeText type, Kind kind) {
        return switch (kind) {
            case TIME -> TimeText::parse;
            case ARRAY -> PostgresArrays.reader(type);
            case JSON -> type.name().endsWith("hstore") ? PostgresHstore::json : JsonText::normal;
            case GEOMETRY -> PostgresPoint::geometry;
            case TEXT ->
                    type.name().equals("character") || type.name().equals("bpchar")
                            ? Padding::stripped
                            : plain();
            case BOOLEAN, INTEGER, DECIMAL, FLOAT, DOUBLE, BYTES, DATE, TIMESTAMP, INSTANT ->
                    throw new IllegalArgumentException(type.name() + " is not read from text");
            case INTERVAL, UUID, ENUM, SET, BITS, OPAQUE -> plain();
        };
    }

    private static PostgresText plain() {
        return text -> text;
    }
}
