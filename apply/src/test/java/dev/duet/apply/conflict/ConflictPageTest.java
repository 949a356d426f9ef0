package dev.duet.apply.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.ConflictScenes.Cell;
import dev.duet.apply.conflict.ConflictScenes.Line;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The page on conflicts says what the core does. To write it anew: `-Dduet.docs=write`.
final class ConflictPageTest {
    private static final Path PAGE = Path.of("..", "deploy", "docs", "conflicts.md");

    static Stream<Line> lines() {
        return ConflictScenes.all().stream();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void everySceneEndsAsThePageSays(Line line) {
        for (Cell cell : line.cells()) {
            assertThat(cell.text().apply(cell.scene().play()))
                    .as(line.head() + " " + line.meaning())
                    .isEqualTo(cell.end());
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aRecordWithANewKeyDoesNotTakeTheOtherSidesUpdate(Line line) {
        for (Cell cell : line.cells()) {
            assertThat(cell.scene().play().value(1, Scene.X)).isEqualTo(10L);
        }
    }

    static Stream<Line> keys() {
        return ConflictScenes.KEYS.stream();
    }

    @Test
    void everyRuleHasItsLine() {
        Set<Class<?>> rules = new HashSet<>();
        Stream.concat(ConflictScenes.FIELDS.stream(), ConflictScenes.PRESENCE.stream())
                .flatMap(line -> line.cells().stream())
                .forEach(
                        cell -> {
                            rules.add(cell.scene().rules().rule(1).getClass());
                            rules.add(cell.scene().rules().presence().getClass());
                        });

        assertThat(rules).containsAll(List.of(FieldRule.class.getPermittedSubclasses()));
        assertThat(rules).containsAll(List.of(PresenceRule.class.getPermittedSubclasses()));
    }

    @Test
    void pageIsCurrent() throws IOException {
        String page = ConflictPage.markdown();
        if ("write".equals(System.getProperty("duet.docs"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).hasContent(page);
    }
}
