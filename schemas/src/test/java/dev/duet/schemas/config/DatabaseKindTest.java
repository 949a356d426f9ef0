package dev.duet.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseKindTest {

    @ParameterizedTest
    @EnumSource
    void usualAndOddNamesCanStand(DatabaseKind kind) {
        assertThat(kind.refusal("customer_id")).isEmpty();
        assertThat(kind.refusal("Order Line-2")).isEmpty();
        assertThat(kind.refusal("kundé")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void namesThatNoTableHasAreRefused(DatabaseKind kind) {
        assertThat(kind.refusal("")).contains("is empty");
        assertThat(kind.refusal(" a")).contains("starts or ends with a space");
        assertThat(kind.refusal("a\nb")).contains("has a control character");
        assertThat(kind.refusal("\"a\"")).contains("has quotes in it");
        assertThat(kind.refusal("`a`")).contains("has quotes in it");
        assertThat(kind.refusal("a.b")).contains("has a dot in it");
    }

    @Test
    void lengthIsCountedAsTheDatabaseDoes() {
        assertThat(DatabaseKind.POSTGRES.refusal("é".repeat(31))).isEmpty();
        assertThat(DatabaseKind.POSTGRES.refusal("é".repeat(32))).isPresent();
        assertThat(DatabaseKind.MYSQL.refusal("é".repeat(64))).isEmpty();
        assertThat(DatabaseKind.MYSQL.refusal("é".repeat(65))).isPresent();
    }

    @Test
    void schemasOfTheDatabaseAndOfDuetAreReserved() {
        assertThat(DatabaseKind.POSTGRES.isReservedSchema("duet")).isTrue();
        assertThat(DatabaseKind.POSTGRES.isReservedSchema("pg_catalog")).isTrue();
        assertThat(DatabaseKind.POSTGRES.isReservedSchema("public")).isFalse();
        assertThat(DatabaseKind.MYSQL.isReservedSchema("MySQL")).isTrue();
        assertThat(DatabaseKind.MYSQL.isReservedSchema("erp")).isFalse();
    }
}
