package dev.duet.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The page on the mapping language: its examples are right, and it has every word.
final class MappingPageTest {
    private static final String PAGE = page();
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final String AT_FIELDS = "    fields:\n";

    private static String page() {
        try {
            return Files.readString(Path.of("docs", "mapping.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Words of the entity, beside its fields.
    private static final Set<String> OF_ENTITY =
            Set.of("only-in", "rows", "soft-delete", "validate");

    /// The fields that their examples ask for.
    private static final String ASKED =
            """
                  status: status
                  region: region
                  closed_at: closed_at
                  rank: rank
            """;

    static Stream<String> examples() {
        return EXAMPLE.matcher(PAGE).results().map((MatchResult found) -> found.group(1));
    }

    /// Entities of their own.
    private static final Set<String> ENTITIES = Set.of("contact");

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsRight(String example) {
        int fields = Samples.SMALL.indexOf(AT_FIELDS);
        String word = example.substring(0, example.indexOf(':'));
        String text;
        if (ENTITIES.contains(word)) {
            text = Samples.SMALL + example.indent(2);
        } else if (OF_ENTITY.contains(word)) {
            text = Samples.SMALL.replace("      phone: phone\n", ASKED) + example.indent(4);
        } else {
            text = Samples.SMALL.substring(0, fields + AT_FIELDS.length()) + example.indent(6);
        }

        assertThat(Samples.problems(text)).isEmpty();
    }

    @Test
    void everyWordIsThere() {
        for (Keys keys :
                new Keys[] {
                    Keys.FIELD, Keys.DERIVED_FIELD, Keys.NORMALIZE, Keys.CONVERT, Keys.VALIDATION
                }) {
            assertThat(keys.accepted()).allSatisfy(word -> assertThat(PAGE).contains(word));
        }
    }
}
