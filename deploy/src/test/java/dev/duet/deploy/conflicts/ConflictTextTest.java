package dev.duet.deploy.conflicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duet.apply.store.ConflictHistory.Action;
import dev.duet.deploy.terminal.Style;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;

final class ConflictTextTest {
    private static final Legend LEGEND = new Legend(Examples.config());
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void listHasALineForEach() {
        List<String> lines =
                ListCommand.lines(
                        List.of(
                                Examples.alone("erp", Examples.inErp("erp", "version: y")),
                                Examples.alone("erp", Examples.presence("crm")),
                                Examples.alone("erp", Examples.presence("erp"))),
                        LEGEND,
                        Style.PLAIN);

        assertThat(lines.get(1).split(" {2,}"))
                .containsExactly(
                        "erp:7",
                        "2026-11-28 10:00:00",
                        "thing",
                        "1",
                        "x",
                        "erp",
                        "version: y",
                        "'30'",
                        "decided");
        assertThat(lines.get(2)).contains("presence", "its delete");
        assertThat(lines.get(3)).contains("its update");
    }

    @Test
    void showSaysWhoActedAndWhy() {
        var action = new Action("erp", 7, "reverted", "30", "asked them", "eve@host", NOW);

        List<String> lines =
                ShowCommand.lines(
                        Examples.alone("erp", Examples.inErp("erp", "latest"), action), LEGEND);

        assertThat(String.join("\n", lines))
                .contains("reverted", "eve@host: asked them", "1970-01-01 00:00:00.000100Z")
                .contains("{\"id\":\"1\",\"x\":\"10\"", "0/30", "transaction 7 of its GTID set");
        assertThat(LEGEND.position("crm", "29117136")).isEqualTo("0/1BC4AD0");
        assertThat(
                        new ConflictJson(LEGEND)
                                .one(Examples.alone("erp", Examples.inErp("erp", "latest"), action))
                                .at("/changes/crm/value")
                                .asText())
                .isEqualTo("30");
    }

    @Test
    void valuesMoveNoCursor() {
        assertThat(Words.quoted("a\nb\u001b[2J")).isEqualTo("'a\\nb\uFFFD[2J'");
        assertThat(Words.quoted(null)).isEqualTo("NULL");
        assertThat(Words.cut("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", 2)).isEqualTo("\uD83D\uDE00…");
    }

    @ParameterizedTest
    @CsvSource({
        "24h, 2026-11-27T12:00:00Z",
        "30m, 2026-11-28T11:30:00Z",
        "7d, 2026-11-21T12:00:00Z",
        "2026-11-28, 2026-11-28T00:00:00Z",
        "2026-11-28T10:00:00Z, 2026-11-28T10:00:00Z"
    })
    void sinceIsAgoOrATime(String text, Instant instant) {
        assertThat(Filter.instantOf(text, NOW)).contains(instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "24", "2026-13-01"})
    void sinceIsNothingElse(String text) {
        assertThat(Filter.instantOf(text, NOW)).isEmpty();
    }

    @Test
    void conflictIsNamedByItsSideAndNumber() {
        assertThat(EntryId.parse("crm:5").mayBeIn("erp")).isFalse();
        assertThat(EntryId.parse("5").mayBeIn("erp")).isTrue();
        assertThatThrownBy(() -> EntryId.parse("crm"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conflicts list");
    }
}
