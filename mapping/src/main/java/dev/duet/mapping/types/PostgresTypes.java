package dev.duet.mapping.types;

import static dev.duet.mapping.types.TypeRow.any;
import static dev.duet.mapping.types.TypeRow.refused;
import static dev.duet.mapping.types.TypeRow.row;

import dev.duet.schemas.types.Kind;
import dev.duet.schemas.types.TypeText;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every PostgreSQL type: the left half of the type table.
final class PostgresTypes {
    private static final String ONLY_POSTGRES =
            "leave the column out, or keep its text in a text column by a trigger and map that";
    private static final String FIRST = "-4713-11-24T00:00:00";
    private static final int MICROS = 6;

    static final List<TypeRow> ROWS =
            List.of(
                    any("boolean", Kind.BOOLEAN, ""),
                    row(
                            "smallint",
                            "smallint",
                            Kind.INTEGER,
                            type -> Numbers.whole(Short.MIN_VALUE, Short.MAX_VALUE),
                            ""),
                    row(
                            "integer",
                            "integer",
                            Kind.INTEGER,
                            type -> Numbers.whole(Integer.MIN_VALUE, Integer.MAX_VALUE),
                            ""),
                    row(
                            "bigint",
                            "bigint",
                            Kind.INTEGER,
                            type -> Numbers.whole(Long.MIN_VALUE, Long.MAX_VALUE),
                            ""),
                    row("oid", "oid", Kind.INTEGER, type -> Numbers.whole(0, 0xFFFF_FFFFL), ""),
                    row(
                            "numeric",
                            "numeric(10,2)",
                            Kind.DECIMAL,
                            PostgresTypes::numeric,
                            "1.50 and 1.5 are one value: the digits shown are the column's"),
                    row(
                            "money",
                            "money",
                            Kind.DECIMAL,
                            type -> Numbers.money(),
                            "two digits after the point"),
                    row("real", "real", Kind.FLOAT, type -> Floats.postgres(true), ""),
                    row(
                            "double precision",
                            "double precision",
                            Kind.DOUBLE,
                            type -> Floats.postgres(false),
                            ""),
                    row(
                            "text",
                            "text",
                            Kind.TEXT,
                            type -> Texts.postgres(Texts.UNLIMITED, true),
                            ""),
                    row(
                            "character varying",
                            "character varying(50)",
                            Kind.TEXT,
                            type ->
                                    Texts.postgres(
                                            type.arguments().isEmpty()
                                                    ? Texts.UNLIMITED
                                                    : type.number(0, 1),
                                            true),
                            ""),
                    row(
                            "character",
                            "character(10)",
                            Kind.TEXT,
                            type -> Texts.postgres(type.number(0, 1), false),
                            "the blanks PostgreSQL fills up with do not count"),
                    row(
                            "bpchar",
                            "bpchar",
                            Kind.TEXT,
                            type -> Texts.postgres(Texts.UNLIMITED, false),
                            "as character"),
                    row("\"char\"", "\"char\"", Kind.TEXT, type -> Texts.postgres(1, true), ""),
                    row(
                            "name",
                            "name",
                            Kind.TEXT,
                            type -> new Texts(63, 63, Repertoire.UNICODE, true, false),
                            ""),
                    row(
                            "citext",
                            "citext",
                            Kind.TEXT,
                            type -> Texts.postgres(Texts.UNLIMITED, true),
                            "a change of case is a change"),
                    row(
                            "bytea",
                            "bytea",
                            Kind.BYTES,
                            type -> new ByteStrings(Texts.UNLIMITED, false),
                            ""),
                    row(
                            "bit",
                            "bit(8)",
                            Kind.BITS,
                            type -> new BitStrings(type.number(0, 1), true),
                            ""),
                    row(
                            "bit varying",
                            "bit varying(8)",
                            Kind.BITS,
                            type ->
                                    new BitStrings(
                                            type.arguments().isEmpty()
                                                    ? Texts.UNLIMITED
                                                    : type.number(0, 1),
                                            false),
                            ""),
                    row(
                            "date",
                            "date",
                            Kind.DATE,
                            type ->
                                    Moments.of(
                                            FIRST, "+5874897-12-31T00:00:00", MICROS, true, false),
                            ""),
                    row(
                            "time without time zone",
                            "time without time zone",
                            Kind.TIME,
                            type ->
                                    Moments.times(
                                            Duration.ZERO,
                                            Duration.ofHours(24),
                                            type.number(0, MICROS),
                                            "00:00:00 to 24:00:00"),
                            ""),
                    row(
                            "timestamp without time zone",
                            "timestamp without time zone",
                            Kind.TIMESTAMP,
                            type ->
                                    Moments.of(
                                            FIRST,
                                            "+294276-12-31T23:59:59",
                                            type.number(0, MICROS),
                                            true,
                                            false),
                            ""),
                    row(
                            "timestamp with time zone",
                            "timestamp with time zone",
                            Kind.INSTANT,
                            type ->
                                    Moments.of(
                                            FIRST,
                                            "+294276-12-31T23:59:59",
                                            type.number(0, MICROS),
                                            true,
                                            false),
                            "an instant; zones are neither kept by PostgreSQL nor by us"),
                    row(
                            "interval",
                            "interval",
                            Kind.INTERVAL,
                            type -> new Intervals(type.number(0, 6)),
                            "as ISO 8601, months, days and seconds apart; the log's reader takes"
                                + " 'infinity' for zero, so keep it out: CHECK (isfinite(...))"),
                    any("uuid", Kind.UUID, ""),
                    row(
                            "json",
                            "json",
                            Kind.JSON,
                            type -> new JsonDocuments(true),
                            "equal as parsed: white space, order of keys and repeated keys are not"
                                    + " kept"),
                    row("jsonb", "jsonb", Kind.JSON, type -> new JsonDocuments(true), ""),
                    row(
                            "hstore",
                            "hstore",
                            Kind.JSON,
                            type -> new JsonDocuments(true),
                            "as a JSON object of strings and nulls"),
                    any("xml", Kind.OPAQUE, "as its text"),
                    any("inet", Kind.OPAQUE, "as PostgreSQL spells it"),
                    any("cidr", Kind.OPAQUE, "as PostgreSQL spells it"),
                    any("macaddr", Kind.OPAQUE, "as PostgreSQL spells it"),
                    any("macaddr8", Kind.OPAQUE, "as PostgreSQL spells it"),
                    row(
                            "enum",
                            "mood enum('sad','ok','happy')",
                            Kind.ENUM,
                            type -> Labels.of(type.arguments(), false),
                            "ALTER TYPE ... ADD VALUE needs the direction to be restarted"),
                    any("point", Kind.GEOMETRY, "x and y in double precision"),
                    refused(
                            "time with time zone",
                            "the log's reader turns its offset into UTC",
                            "use time, or timestamp with time zone"),
                    refused("line", "MySQL has no such type", ONLY_POSTGRES),
                    refused("lseg", "MySQL has no such type", ONLY_POSTGRES),
                    refused("box", "MySQL has no such type", ONLY_POSTGRES),
                    refused("path", "MySQL has no such type", ONLY_POSTGRES),
                    refused(
                            "polygon",
                            "MySQL's polygons have other rules for what is closed",
                            ONLY_POSTGRES),
                    refused("circle", "MySQL has no such type", ONLY_POSTGRES),
                    refused("tsvector", "it is computed from other columns", "map those"),
                    refused("tsquery", "MySQL has no such type", ONLY_POSTGRES),
                    refused("pg_lsn", "a position in PostgreSQL's own log", ONLY_POSTGRES),
                    refused("int4range", "PostgreSQL respells ranges", ONLY_POSTGRES),
                    refused("int8range", "PostgreSQL respells ranges", ONLY_POSTGRES),
                    refused("numrange", "PostgreSQL respells ranges", ONLY_POSTGRES),
                    refused("tsrange", "PostgreSQL respells ranges", ONLY_POSTGRES),
                    refused("tstzrange", "PostgreSQL respells ranges", ONLY_POSTGRES),
                    refused("daterange", "PostgreSQL respells ranges", ONLY_POSTGRES),
                    refused("ltree", "MySQL has no such type", ONLY_POSTGRES),
                    refused("geometry", "PostGIS is not read yet", "leave the column out"),
                    refused("geography", "PostGIS is not read yet", "leave the column out"),
                    refused("vector", "pgvector is not read yet", "leave the column out"));

    private static final TypeRow ARRAY =
            any("array", Kind.ARRAY, "as a JSON array, nested for each dimension");
    private static final TypeRow UNKNOWN =
            refused(
                    "other",
                    "an unknown type; composite types, multiranges and extensions' types are",
                    ONLY_POSTGRES);

    private static final Map<String, TypeRow> BY_NAME = byName();

    private PostgresTypes() {}

    static ColumnType of(String spelled) {
        return of(spelled, TypeText.of(spelled));
    }

    static ColumnType of(TypeText text) {
        return of(text.name(), text);
    }

    private static ColumnType of(String spelled, TypeText text) {
        return ColumnType.of(spelled, text, text.array() ? ARRAY : find(text.name()));
    }

    private static TypeRow find(String name) {
        TypeRow row = BY_NAME.get(name);
        if (row == null) {
            // An extension's type is spelled with its schema when that is not on the search path.
            row = BY_NAME.get(name.substring(name.lastIndexOf('.') + 1));
        }
        return row == null ? UNKNOWN : row;
    }

    private static Domain numeric(TypeText type) {
        if (type.arguments().isEmpty()) {
            return Numbers.unlimited();
        }
        return Numbers.decimal(type.number(0, 1), type.number(1, 0), false, true);
    }

    private static Map<String, TypeRow> byName() {
        Map<String, TypeRow> rows = new LinkedHashMap<>();
        ROWS.forEach(row -> rows.put(row.name(), row));
        return Map.copyOf(rows);
    }
}
