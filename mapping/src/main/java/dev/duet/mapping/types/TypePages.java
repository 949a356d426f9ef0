package dev.duet.mapping.types;

import dev.duet.schemas.Column;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Renders the type table for people, from the very table that converts.
public final class TypePages {
    /// Beside each type's own example: what the pairs of its neighbours need.
    private static final List<String> MORE_POSTGRES =
            List.of(
                    "numeric",
                    "numeric(20,0)",
                    "bit(1)",
                    "timestamp(3) without time zone",
                    "text[]",
                    "integer[]");

    private static final List<String> MORE_MYSQL =
            List.of(
                    "tinyint unsigned",
                    "smallint unsigned",
                    "mediumint unsigned",
                    "int unsigned",
                    "decimal(20,0)",
                    "decimal(65,30)",
                    "bit(1)",
                    "char(36)",
                    "time",
                    "datetime",
                    "datetime(3)");

    private static final String HEAD =
            """
            # Types

            What goes between which types, and how. This page is made from the table that converts (`TypeTable`); a test
            holds it to that.

            - **Lossless**: every value of either column has its equal in the other.
            - **All but odd values**: what the other side cannot hold is what applications seldom store: NaN, infinities,
              years beyond 9999, blanks at the end of `char(n)`, numbers in JSON beyond double precision.
            - **Part of the values**: ordinary values of one side may not fit the other (a longer text, a greater number, more
              digits of a second). `duet check` reports the pair.
            - **By conversion**: the value changes its form by a stated rule, and comes back the same.

            A value that does not fit is never cut, rounded or turned into null: its row goes to quarantine with the reason.
            Everything that is not listed is refused by `duet check`.

            """;

    private static final String REMARKS =
            """
            ## What to know

            - A MySQL text with U+0000 is refused everywhere: PostgreSQL's text cannot hold it.
            - Texts are compared letter for letter, whatever the collation: a change of case is a change.
            - Numbers are compared as numbers: `1.50` is `1.5`. JSON is compared as parsed: PostgreSQL's `json` loses white space,
              the order of keys and repeated keys on its way through MySQL.
            - A time with fewer digits than the other side's is refused where digits would be lost: give both sides the same.
            - MySQL's zero dates (`0000-00-00`, `2024-00-15`) read as a special value that PostgreSQL refuses. In a column that may
              be null the log's reader turns them into null before Duet sees them: keep `NO_ZERO_DATE` and `NO_ZERO_IN_DATE` in
              `sql_mode`, as is the default.
            - PostgreSQL's `interval 'infinity'` (since 17) reads as zero: keep it out with `CHECK (isfinite(...))`. An interval of
              more than 2147483647 hours stops the reader.
            - Generated columns are never written: leave them out of the mapping.
            - Domains are as their base types; the domain's own checks may refuse a row, which then goes to quarantine.
            - An array that does not begin at 1 (`[0:1]={a,b}`) is refused. SQL's null and JSON's null are one in an array, so arrays
              of `json` are refused.
            - `REPLICA IDENTITY FULL` is needed: without it PostgreSQL's log leaves out large values that did not change.
            - What a database or role sets for `bytea_output`, `IntervalStyle`, `extra_float_digits`, `lc_monetary` or `DateStyle` does
              not matter; `sql_mode` on the connection that applies is Duet's own.
            """;

    private TypePages() {}

    /// The whole page.
    public static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        List<String> postgres = examples(PostgresTypes.ROWS, MORE_POSTGRES);
        List<String> mysql = examples(MysqlTypes.ROWS, MORE_MYSQL);
        page.append("## From PostgreSQL to MySQL and back\n\n");
        page.append(
                "| PostgreSQL | Lossless | All but odd values | Part of the values | By conversion"
                        + " |\n");
        page.append("|---|---|---|---|---|\n");
        postgres.forEach(type -> page.append(pairs(type, mysql)));
        page.append("\n## What PostgreSQL's types are read as\n\n");
        page.append(holdings(postgres.stream().map(PostgresTypes::of)));
        page.append("\n## What MySQL's types are read as\n\n");
        page.append(holdings(mysql.stream().map(MysqlTypes::of)));
        page.append("\n## Refused types\n\n| Type | Why | What to do |\n|---|---|---|\n");
        PostgresTypes.ROWS.forEach(row -> page.append(refused("PostgreSQL", row)));
        MysqlTypes.ROWS.forEach(row -> page.append(refused("MySQL", row)));
        return page.append('\n').append(REMARKS).toString();
    }

    private static List<String> examples(List<TypeRow> rows, List<String> more) {
        return Stream.concat(
                        rows.stream().filter(row -> row.mend() == null).map(TypeRow::example),
                        more.stream())
                .toList();
    }

    private static String pairs(String postgres, List<String> mysql) {
        List<String> lossless = new ArrayList<>();
        List<String> odd = new ArrayList<>();
        List<String> part = new ArrayList<>();
        Map<String, List<String>> converted = new LinkedHashMap<>();
        for (String type : mysql) {
            switch (TypeTable.pair(postgresColumn(postgres), mysqlColumn(type))) {
                case TypePair.Lossless pair -> lossless.add(code(type));
                case TypePair.Narrowing pair when pair.cover() == Cover.ALL_BUT_ODD ->
                        odd.add(code(type));
                case TypePair.Narrowing pair -> part.add(code(type));
                case TypePair.Conversion pair ->
                        converted
                                .computeIfAbsent(pair.name(), name -> new ArrayList<>())
                                .add(code(type));
                case TypePair.Refused pair -> {}
            }
        }
        return "| "
                + String.join(
                        " | ",
                        code(postgres),
                        join(lossless),
                        join(odd),
                        join(part),
                        rules(converted))
                + " |\n";
    }

    private static Column postgresColumn(String type) {
        return new Column("c", type, TypeTable.postgresKind(type), true);
    }

    private static Column mysqlColumn(String type) {
        return new Column("c", type, TypeTable.mysqlKind(type), true);
    }

    private static String holdings(Stream<ColumnType> types) {
        StringBuilder table =
                new StringBuilder("| Type | Read as | Holds | Note |\n|---|---|---|---|\n");
        types.forEach(
                type ->
                        table.append("| ")
                                .append(code(type.spelled()))
                                .append(" | ")
                                .append(type.kind())
                                .append(" | ")
                                .append(cell(type.domain().limits()))
                                .append(" | ")
                                .append(cell(type.note()))
                                .append(" |\n"));
        return table.toString();
    }

    private static String refused(String database, TypeRow row) {
        String mend = row.mend();
        return mend == null
                ? ""
                : "| "
                        + database
                        + " "
                        + code(row.name())
                        + " | "
                        + cell(row.note())
                        + " | "
                        + cell(mend)
                        + " |\n";
    }

    private static String rules(Map<String, List<String>> converted) {
        List<String> rules = new ArrayList<>();
        converted.forEach((name, types) -> rules.add(name + ": " + join(types)));
        return String.join("; ", rules);
    }

    private static String join(List<String> cells) {
        return String.join(", ", cells);
    }

    private static String code(String type) {
        return "`" + type.replace("|", "\\|") + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
