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

/// Every MySQL type: the right half of the type table.
final class MysqlTypes {
    private static final String NO_POSTGIS = "without PostGIS only points have a counterpart";
    private static final String ZERO_DATES =
            "a zero date reads as null where the column may be null: keep NO_ZERO_DATE and"
                    + " NO_ZERO_IN_DATE in sql_mode";
    private static final Duration TIME_MAX = Duration.ofSeconds(838 * 3_600 + 59 * 60 + 59);
    private static final long KIB = 1_024;

    static final List<TypeRow> ROWS =
            List.of(
                    row(
                            "tinyint",
                            "tinyint(1)",
                            Kind.INTEGER,
                            type -> whole(type, 8),
                            "boolean is spelled tinyint(1), and holds -128 to 127"),
                    row("smallint", "smallint", Kind.INTEGER, type -> whole(type, 16), ""),
                    row("mediumint", "mediumint", Kind.INTEGER, type -> whole(type, 24), ""),
                    row("int", "int", Kind.INTEGER, type -> whole(type, 32), ""),
                    row("bigint", "bigint", Kind.INTEGER, type -> whole(type, 64), ""),
                    row(
                            "bigint unsigned",
                            "bigint unsigned",
                            Kind.DECIMAL,
                            type -> Numbers.unsigned(64),
                            ""),
                    row(
                            "decimal",
                            "decimal(10,2)",
                            Kind.DECIMAL,
                            type ->
                                    Numbers.decimal(
                                            type.number(0, 10),
                                            type.number(1, 0),
                                            type.unsigned(),
                                            false),
                            ""),
                    row(
                            "float",
                            "float",
                            Kind.FLOAT,
                            type -> floats(type, true),
                            "bit for bit; MySQL shows fewer digits than it keeps"),
                    row("double", "double", Kind.DOUBLE, type -> floats(type, false), ""),
                    row(
                            "bit",
                            "bit(8)",
                            Kind.BITS,
                            type -> new BitStrings(type.number(0, 1), true),
                            ""),
                    row(
                            "char",
                            "char(10)",
                            Kind.TEXT,
                            type -> texts(type, type.number(0, 1), Texts.UNLIMITED, false),
                            "MySQL does not keep blanks at the end"),
                    row(
                            "varchar",
                            "varchar(50)",
                            Kind.TEXT,
                            type -> texts(type, type.number(0, 1), Texts.UNLIMITED, true),
                            ""),
                    row(
                            "tinytext",
                            "tinytext",
                            Kind.TEXT,
                            type -> texts(type, Texts.UNLIMITED, 255, true),
                            ""),
                    row(
                            "text",
                            "text",
                            Kind.TEXT,
                            type -> texts(type, Texts.UNLIMITED, 64 * KIB - 1, true),
                            ""),
                    row(
                            "mediumtext",
                            "mediumtext",
                            Kind.TEXT,
                            type -> texts(type, Texts.UNLIMITED, 16 * KIB * KIB - 1, true),
                            ""),
                    row(
                            "longtext",
                            "longtext",
                            Kind.TEXT,
                            type -> texts(type, Texts.UNLIMITED, Texts.UNLIMITED, true),
                            ""),
                    row(
                            "binary",
                            "binary(16)",
                            Kind.BYTES,
                            type -> new ByteStrings(type.number(0, 1), true),
                            "MySQL fills up with zero bytes"),
                    row(
                            "varbinary",
                            "varbinary(50)",
                            Kind.BYTES,
                            type -> new ByteStrings(type.number(0, 1), false),
                            ""),
                    row(
                            "tinyblob",
                            "tinyblob",
                            Kind.BYTES,
                            type -> new ByteStrings(255, false),
                            ""),
                    row(
                            "blob",
                            "blob",
                            Kind.BYTES,
                            type -> new ByteStrings(64 * KIB - 1, false),
                            ""),
                    row(
                            "mediumblob",
                            "mediumblob",
                            Kind.BYTES,
                            type -> new ByteStrings(16 * KIB * KIB - 1, false),
                            ""),
                    row(
                            "longblob",
                            "longblob",
                            Kind.BYTES,
                            type -> new ByteStrings(Texts.UNLIMITED, false),
                            ""),
                    row(
                            "date",
                            "date",
                            Kind.DATE,
                            type ->
                                    Moments.of(
                                            "0001-01-01T00:00:00",
                                            "9999-12-31T00:00:00",
                                            6,
                                            false,
                                            false),
                            ZERO_DATES),
                    row(
                            "time",
                            "time(6)",
                            Kind.TIME,
                            type ->
                                    Moments.times(
                                            TIME_MAX.negated(),
                                            TIME_MAX,
                                            type.number(0, 0),
                                            "-838:59:59 to 838:59:59"),
                            "a span as well as a time of day"),
                    row(
                            "datetime",
                            "datetime(6)",
                            Kind.TIMESTAMP,
                            type ->
                                    Moments.of(
                                            "0001-01-01T00:00:00",
                                            "9999-12-31T23:59:59",
                                            type.number(0, 0),
                                            false,
                                            false),
                            ZERO_DATES),
                    row(
                            "timestamp",
                            "timestamp(6)",
                            Kind.INSTANT,
                            type ->
                                    Moments.of(
                                            "1970-01-01T00:00:01",
                                            "2038-01-19T03:14:07",
                                            type.number(0, 0),
                                            false,
                                            true),
                            ZERO_DATES),
                    row("year", "year", Kind.INTEGER, type -> Numbers.years(), ""),
                    row(
                            "json",
                            "json",
                            Kind.JSON,
                            type -> new JsonDocuments(false),
                            "dates, times and bytes inside JSON become strings"),
                    row(
                            "enum",
                            "enum('sad','ok','happy')",
                            Kind.ENUM,
                            type -> Labels.of(type.arguments(), false),
                            "the empty label of an invalid value is refused"),
                    row(
                            "set",
                            "set('a','b','c')",
                            Kind.SET,
                            type -> Labels.of(type.arguments(), true),
                            "in the order of the definition"),
                    any("point", Kind.GEOMETRY, "with an SRID"),
                    refused("geometry", "it may hold any shape", NO_POSTGIS),
                    refused("linestring", "PostgreSQL has no such type", NO_POSTGIS),
                    refused("polygon", "PostgreSQL has no such type", NO_POSTGIS),
                    refused("multipoint", "PostgreSQL has no such type", NO_POSTGIS),
                    refused("multilinestring", "PostgreSQL has no such type", NO_POSTGIS),
                    refused("multipolygon", "PostgreSQL has no such type", NO_POSTGIS),
                    refused("geomcollection", "PostgreSQL has no such type", NO_POSTGIS),
                    refused("vector", "pgvector is not read yet", "leave the column out"));

    private static final TypeRow UNKNOWN =
            refused("other", "an unknown type", "leave the column out");

    private static final Map<String, TypeRow> BY_NAME = byName();

    private MysqlTypes() {}

    static ColumnType of(String spelled) {
        TypeText text = TypeText.of(spelled);
        boolean wide = text.unsigned() && text.name().equals("bigint");
        String name = wide ? "bigint unsigned" : text.name();
        return ColumnType.of(spelled, text, BY_NAME.getOrDefault(name, UNKNOWN));
    }

    private static Domain whole(TypeText type, int bits) {
        if (type.unsigned()) {
            return Numbers.unsigned(bits);
        }
        long max = (1L << (bits - 1)) - 1;
        return Numbers.whole(-max - 1, max);
    }

    private static Domain floats(TypeText type, boolean single) {
        boolean rounds = type.arguments().size() == 2;
        return new Floats(
                single, false, type.unsigned(), rounds ? type.number(0, 0) : -1, type.number(1, 0));
    }

    private static Domain texts(TypeText type, long charsMax, long bytesMax, boolean blanksKept) {
        return new Texts(charsMax, bytesMax, Repertoire.mysql(type.charset()), blanksKept, true);
    }

    private static Map<String, TypeRow> byName() {
        Map<String, TypeRow> rows = new LinkedHashMap<>();
        ROWS.forEach(row -> rows.put(row.name(), row));
        return Map.copyOf(rows);
    }
}
