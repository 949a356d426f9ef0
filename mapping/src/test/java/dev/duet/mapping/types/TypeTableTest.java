package dev.duet.mapping.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.schemas.Column;
import dev.duet.schemas.types.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The verdicts, by pair. That values really go through is [the IT's][dev.duet.deploy.types]
/// matter.
final class TypeTableTest {
    private static TypePair pair(String postgres, String mysql) {
        return TypeTable.pair(
                new Column("a", postgres, TypeTable.postgresKind(postgres), true),
                new Column("b", mysql, TypeTable.mysqlKind(mysql), true));
    }

    private static String verdict(String postgres, String mysql) {
        return switch (pair(postgres, mysql)) {
            case TypePair.Lossless pair -> "lossless";
            case TypePair.Narrowing pair -> "narrowing " + pair.cover();
            case TypePair.Conversion pair -> "conversion " + pair.cover();
            case TypePair.Refused pair -> "refused";
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "integer | int | lossless",
                "integer | int unsigned | narrowing SOME",
                "bigint | bigint | lossless",
                "oid | int unsigned | lossless",
                "numeric(20,0) | bigint unsigned | narrowing SOME",
                "numeric(10,2) | decimal(10,2) | narrowing ALL_BUT_ODD",
                "numeric(10,2) | decimal(8,2) | narrowing SOME",
                "boolean | tinyint(1) | conversion ALL_BUT_ODD",
                "boolean | bit(1) | conversion ALL",
                "boolean | bit(2) | refused",
                "boolean | year | refused",
                "real | float | narrowing ALL_BUT_ODD",
                "real | double | narrowing SOME",
                "real | float(7,3) | narrowing SOME",
                "numeric | double | refused",
                "text | longtext | lossless",
                "text | text | narrowing SOME",
                "character varying(50) | varchar(50) | lossless",
                "character varying(50) | varchar(20) | narrowing SOME",
                "character varying(50) | varchar(50) character set utf8mb3 | narrowing SOME",
                "character(10) | char(10) | lossless",
                "character varying(10) | char(10) | narrowing ALL_BUT_ODD",
                "bytea | longblob | lossless",
                "bytea | binary(16) | narrowing SOME",
                "bytea | text | refused",
                "date | date | narrowing ALL_BUT_ODD",
                "date | datetime | refused",
                "timestamp without time zone | datetime(6) | narrowing ALL_BUT_ODD",
                "timestamp without time zone | datetime | narrowing SOME",
                "timestamp with time zone | timestamp(6) | narrowing SOME",
                "timestamp with time zone | datetime(6) | conversion ALL_BUT_ODD",
                "time with time zone | time | refused",
                "interval | varchar(64) | conversion ALL_BUT_ODD",
                "interval | varchar(10) | conversion SOME",
                "uuid | char(36) | conversion ALL_BUT_ODD",
                "uuid | char(35) | refused",
                "uuid | binary(16) | conversion ALL_BUT_ODD",
                "uuid | binary(15) | refused",
                "jsonb | json | narrowing ALL_BUT_ODD",
                "m enum('a','b') | enum('a','b') | lossless",
                "m enum('a','b') | enum('b','a') | lossless",
                "m enum('a','b') | enum('a') | narrowing SOME",
                "bit(8) | bit(8) | lossless",
                "bit(8) | bit(9) | narrowing SOME",
                "text[] | json | conversion SOME",
                "jsonb[] | json | refused",
                "timestamp with time zone[] | json | refused",
                "int4range | varchar(50) | refused",
                "point | point | conversion ALL_BUT_ODD",
                "point | geometry | refused",
                "some.composite | json | refused",
                "public.citext | longtext | lossless",
                "integer | int generated | refused",
            })
    void verdictOfThePair(String postgres, String mysql, String expected) {
        assertThat(verdict(postgres, mysql)).isEqualTo(expected);
    }

    @Test
    void refusalSaysWhatToDo() {
        assertThat(pair("int4range", "text"))
                .isInstanceOfSatisfying(
                        TypePair.Refused.class, refused -> assertThat(refused.mend()).isNotBlank());
        assertThat(pair("uuid", "int"))
                .isInstanceOfSatisfying(
                        TypePair.Refused.class,
                        refused -> assertThat(refused.mend()).contains("char(36) or binary(16)"));
    }

    @Test
    void complaintSaysWhereAndWhyButNotTheValue() {
        TypePair.Carried carried = (TypePair.Carried) pair("character varying(50)", "varchar(5)");
        assertThatThrownBy(() -> carried.toMysql().apply("secrets"))
                .isInstanceOfSatisfying(
                        CannotConvert.class, e -> assertThat(e.column()).isEqualTo("a"))
                .hasMessage(
                        "a: from character varying(50) to varchar(5): longer than 5 characters");
    }

    @Test
    void nothingIsDoneWhereNothingIsToDo() {
        TypePair.Carried carried = (TypePair.Carried) pair("bigint", "bigint");
        assertThat(carried.toMysql()).isSameAs(ValueFunction.IDENTITY);
        assertThat(carried.toPostgres()).isSameAs(ValueFunction.IDENTITY);
        assertThat(TypeTable.mysqlKind("bigint unsigned")).isEqualTo(Kind.DECIMAL);
    }
}
