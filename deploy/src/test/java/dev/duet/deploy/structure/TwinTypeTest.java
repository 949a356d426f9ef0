package dev.duet.deploy.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.mapping.types.TypePair;
import dev.duet.mapping.types.TypeTable;
import dev.duet.schemas.Column;
import dev.duet.schemas.catalog.TableColumn;
import dev.duet.schemas.config.DatabaseKind;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is proposed for the other side holds what this side's type holds.
final class TwinTypeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "boolean",
                "smallint",
                "integer",
                "bigint",
                "numeric(12,4)",
                "real",
                "double precision",
                "character varying(40)",
                "character(5)",
                "text",
                "bytea",
                "date",
                "time(6) without time zone",
                "timestamp(3) without time zone",
                "timestamp(6) with time zone",
                "uuid",
                "jsonb",
                "bit(8)"
            })
    void ofPostgres(String type) {
        String twin = TwinType.of(DatabaseKind.POSTGRES, type);

        assertThat(
                        TypeTable.pair(
                                column(DatabaseKind.POSTGRES, type),
                                column(DatabaseKind.MYSQL, twin)))
                .as("%s and %s", type, twin)
                .isNotInstanceOf(TypePair.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tinyint(1)",
                "tinyint",
                "smallint unsigned",
                "mediumint",
                "int unsigned",
                "int",
                "bigint",
                "bigint unsigned",
                "decimal(10,2)",
                "float",
                "double",
                "varchar(60)",
                "char(3)",
                "longtext",
                "varbinary(16)",
                "longblob",
                "date",
                "time(3)",
                "datetime(6)",
                "timestamp",
                "json",
                "bit(4)",
                "enum('a','b')"
            })
    void ofMysql(String type) {
        String twin = TwinType.of(DatabaseKind.MYSQL, type);

        assertThat(
                        TypeTable.pair(
                                column(DatabaseKind.POSTGRES, canonical(twin)),
                                column(DatabaseKind.MYSQL, type)))
                .as("%s and %s", type, twin)
                .isNotInstanceOf(TypePair.Refused.class);
    }

    /// As PostgreSQL's catalog spells what people write.
    private static String canonical(String written) {
        return written.replace("varchar", "character varying")
                .replaceFirst("^char\\b", "character")
                .replaceFirst("^timestamptz(.*)", "timestamp$1 with time zone")
                .replaceFirst("^(timestamp|time)(\\(\\d\\))$", "$1$2 without time zone");
    }

    private static Column column(DatabaseKind database, String type) {
        return TypeTable.column(
                database, new TableColumn("c", type, true, null, false, false, false, null));
    }
}
