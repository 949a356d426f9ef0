package dev.duet.deploy.check.schema;

import dev.duet.mapping.types.Cover;
import dev.duet.mapping.types.TypePair.Carried;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;
import dev.duet.schemas.types.TypeText;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds a type for one column of a pair so that neither holds less than the other: candidates are
/// tried against the type table, which alone decides. Pure.
final class Widening {
    private static final int LONGEST_MYSQL_VARCHAR = 16_383;
    private static final int MOST_MYSQL_DIGITS = 65;

    private Widening() {}

    /// A type of MySQL's that holds all that the PostgreSQL column does.
    static Optional<String> ofMysql(Column postgres, Column mysql) {
        return mysqlCandidates(TypeText.of(postgres.type()))
                .filter(
                        type ->
                                fits(
                                        postgres,
                                        new Column(
                                                mysql.name(),
                                                type,
                                                TypeTable.mysqlKind(type),
                                                true)))
                .findFirst();
    }

    /// A type of PostgreSQL's that holds all that the MySQL column does.
    static Optional<String> ofPostgres(Column postgres, Column mysql) {
        return postgresCandidates(TypeText.of(mysql.type()))
                .filter(
                        type ->
                                fits(
                                        new Column(
                                                postgres.name(),
                                                type,
                                                TypeTable.postgresKind(type),
                                                true),
                                        mysql))
                .findFirst();
    }

    private static boolean fits(Column postgres, Column mysql) {
        return TypeTable.pair(postgres, mysql) instanceof Carried carried
                && carried.cover() != Cover.SOME;
    }

    private static Stream<String> mysqlCandidates(TypeText postgres) {
        int first = number(postgres, 0);
        return switch (postgres.name()) {
            case "smallint", "integer", "bigint", "oid" -> Stream.of("smallint", "int", "bigint");
            case "numeric" ->
                    first > 0 && first <= MOST_MYSQL_DIGITS
                            ? Stream.of("decimal(%d,%d)".formatted(first, number(postgres, 1)))
                            : Stream.of("decimal(65,30)");
            case "real", "double precision" -> Stream.of("float", "double");
            case "character varying", "character", "text", "citext" ->
                    first > 0 && first <= LONGEST_MYSQL_VARCHAR
                            ? Stream.of("varchar(" + first + ")")
                            : Stream.of("longtext");
            case "bytea" -> Stream.of("longblob");
            case "timestamp without time zone" -> Stream.of("datetime(6)");
            case "timestamp with time zone" -> Stream.of("timestamp(6)", "datetime(6)");
            case "time without time zone" -> Stream.of("time(6)");
            case "json", "jsonb" -> Stream.of("json");
            default -> Stream.empty();
        };
    }

    private static Stream<String> postgresCandidates(TypeText mysql) {
        int first = number(mysql, 0);
        return switch (mysql.name()) {
            case "tinyint", "smallint", "mediumint", "int", "bigint", "year" ->
                    Stream.of("smallint", "integer", "bigint", "numeric(20,0)");
            case "decimal" -> Stream.of("numeric(%d,%d)".formatted(first, number(mysql, 1)));
            case "float", "double" -> Stream.of("real", "double precision");
            case "char", "varchar" -> Stream.of("character varying(" + first + ")", "text");
            case "tinytext", "text", "mediumtext", "longtext" -> Stream.of("text");
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                    Stream.of("bytea");
            case "datetime" -> Stream.of("timestamp without time zone", "timestamp with time zone");
            case "timestamp" -> Stream.of("timestamp with time zone");
            case "time" -> Stream.of("time without time zone", "interval");
            default -> Stream.empty();
        };
    }

    private static int number(TypeText type, int place) {
        List<String> arguments = type.arguments();
        return place < arguments.size() ? Integer.parseInt(arguments.get(place)) : 0;
    }
}
