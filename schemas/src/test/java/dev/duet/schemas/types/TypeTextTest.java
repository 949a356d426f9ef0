package dev.duet.schemas.types;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Locale;

final class TypeTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer | integer | []",
                "numeric(10,2) | numeric | [10, 2]",
                "character varying(50) | character varying | [50]",
                "timestamp(3) without time zone | timestamp without time zone | [3]",
                "text[] | text | []",
                "character varying(5)[] | character varying | [5]",
                "int(11) unsigned zerofill | int | [11]",
                "DECIMAL(5,2) UNSIGNED | decimal | [5, 2]",
                "public.citext | public.citext | []",
            })
    void nameAndArguments(String text, String name, String arguments) {
        TypeText type = TypeText.of(text);
        assertThat(type.name()).isEqualTo(name);
        assertThat(type.arguments()).hasToString(arguments);
        assertThat(type.array()).isEqualTo(text.endsWith("[]"));
        assertThat(type.unsigned()).isEqualTo(text.toLowerCase(Locale.ROOT).contains("unsigned"));
    }

    @Test
    void postgresEnumKeepsItsNameAndBackslashes() {
        TypeText type = TypeText.of("\"My\".mood enum('it''s','a,b','c(d)','\\e')[]");
        assertThat(type.name()).isEqualTo("enum");
        assertThat(type.typeName()).isEqualTo("\"My\".mood");
        assertThat(type.arguments()).containsExactly("it's", "a,b", "c(d)", "\\e");
        assertThat(type.array()).isTrue();
    }

    @Test
    void mysqlLabelsAreUnescaped() {
        assertThat(TypeText.of("enum('it''s','a\\\\b')").arguments())
                .containsExactly("it's", "a\\b");
    }

    @Test
    void charsetAndSridFollow() {
        assertThat(TypeText.of("varchar(20) character set latin1").charset()).isEqualTo("latin1");
        assertThat(TypeText.of("varchar(20)").charset()).isEqualTo("utf8mb4");
        assertThat(TypeText.of("point srid 4326").srid()).isEqualTo(4326);
        assertThat(TypeText.of("enum('a') character set latin1").arguments()).containsExactly("a");
    }
}
