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
    private static final String AT_KEY = "    key:";
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
            Set.of("only-in", "rows", "sends", "soft-delete", "validate");

    /// The fields that their examples ask for.
    private static final String ASKED =
            """
                  status: status
                  region: region
                  closed_at: closed_at
                  rank: rank
                  sent_by: { crm: sent_by, erp: sent_by, references: customer }
            """;

    static Stream<String> examples() {
        return EXAMPLE.matcher(PAGE).results().map((MatchResult found) -> found.group(1));
    }

    /// Entities of their own.
    private static final Set<String> ENTITIES = Set.of("contact");

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsRight(String example) {
        assertThat(Samples.problems(inFile(example))).isEmpty();
    }

    private static String inFile(String example) {
        String word = example.substring(0, example.indexOf(':'));
        if (ENTITIES.contains(word)) {
            return Samples.SMALL + example.indent(2);
        }
        if (OF_ENTITY.contains(word)) {
            return Samples.SMALL.replace("      phone: phone\n", ASKED) + example.indent(4);
        }
        return word.equals("key")
                ? before(AT_KEY) + example.indent(4)
                : before(AT_FIELDS) + AT_FIELDS + example.indent(6);
    }

    private static String before(String part) {
        return Samples.SMALL.substring(0, Samples.SMALL.indexOf(part));
    }

    @Test
    void everyWordIsThere() {
        for (Keys keys :
                new Keys[] {
                    Keys.FIELD,
                    Keys.KEY_FIELD,
                    Keys.CROSSWALK,
                    Keys.DERIVED_FIELD,
                    Keys.NORMALIZE,
                    Keys.CONVERT,
                    Keys.VALIDATION
                }) {
            assertThat(keys.accepted()).allSatisfy(word -> assertThat(PAGE).contains(word));
        }
    }
}
