package dev.duet.deploy.conflicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.apply.conflict.rules.DeleteRule;
import dev.duet.apply.store.RecordedConflict;
import dev.duet.deploy.conflicts.Rules.Verdict;
import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

final class WhatIfTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "on-conflict: latest|erp|erp wrote later",
                "on-conflict: review|erp|erp wrote later; each side keeps its own until a person"
                        + " has decided",
                "on-conflict: { prefer: crm }|crm|crm is preferred",
                "owner: crm|crm|crm owns the field",
                "on-conflict: max|crm|crm wrote the greater value",
                "on-conflict: min|erp|erp wrote the smaller value",
                "on-conflict: { version: y }|crm|crm has the greater version"
            })
    void eitherSidesEntryIsDecidedAlike(String rule, String winner, String reason) {
        Rules rules = Examples.rules(Examples.config(rule, ""));
        Conflict one = Examples.alone("erp", Examples.inErp("erp", "latest"));
        Conflict other = Examples.alone("crm", Examples.inCrm("erp", "latest"));

        String text = rule.replaceAll("on-conflict: |[{}]", "").strip();
        var expected = new Verdict.Decided(text, winner, reason);
        assertThat(rules.judge(one)).isEqualTo(expected);
        assertThat(rules.judge(other)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"delete|erp", "update|crm", "latest|erp", "{ prefer: crm }|crm", "review|crm"})
    void presenceIsDecidedByItsRule(String rule, String winner) {
        Rules rules =
                Examples.rules(Examples.config("on-conflict: max", "update-vs-delete: " + rule));

        assertThat(rules.judge(Examples.alone("erp", Examples.presence("erp"))))
                .isInstanceOfSatisfying(
                        Verdict.Decided.class, it -> assertThat(it.winner()).isEqualTo(winner));
    }

    @ParameterizedTest
    @CsvSource({"propagate,crm", "ignore,erp", "review,crm", "'{ crm: review }',crm"})
    void aDeleteThatAPersonWasAskedAboutIsDecidedByDeletes(String deletes, String winner) {
        Rules rules = Examples.rules(Examples.config("on-conflict: max", "deletes: " + deletes));
        RecordedConflict asked =
                Examples.entry(
                        "crm",
                        null,
                        "crm",
                        DeleteRule.ASKED,
                        new RecordedConflict.Images(
                                Examples.row("10", "1"), null, Examples.row("10", "1")),
                        null,
                        100,
                        new RecordedConflict.Met(null, "7", 100));

        assertThat(rules.judge(Examples.alone("erp", asked)))
                .isInstanceOfSatisfying(
                        Verdict.Decided.class,
                        it -> {
                            assertThat(it.winner()).isEqualTo(winner);
                            assertThat(it.rule()).startsWith("deletes: ");
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "owner: crm, non-owner: keep|crm|crm owns the field; erp keeps its own",
                "owner: crm|crm|crm owns the field; what erp wrote is put back",
                "owner: erp|erp|erp owns the field",
                "on-conflict: latest|erp|no change of the other system's was met"
            })
    void whatIsKeptHadMetNoChange(String rule, String winner, String reason) {
        Rules rules = Examples.rules(Examples.config(rule, ""));

        Verdict verdict = rules.judge(Examples.alone("erp", Examples.inErp("crm", "owner: crm")));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Decided.class,
                        it -> {
                            assertThat(it.winner()).isEqualTo(winner);
                            assertThat(it.reason()).isEqualTo(reason);
                        });
    }

    @Test
    void whatTheRecordDoesNotSayIsNotGuessed() {
        RecordedConflict staleImage =
                Examples.entry(
                        "crm",
                        "x",
                        "erp",
                        "latest",
                        new RecordedConflict.Images(
                                Examples.row("10", "1"),
                                Examples.row("30", "3"),
                                Examples.row("99", "2")),
                        "30",
                        100,
                        new RecordedConflict.Met("20", "7", 200));
        RecordedConflict held =
                Examples.entry(
                        "crm", null, "crm", "first-listed", staleImage.images(), null, 1, null);

        unknown("on-conflict: sum", Examples.inErp("erp", "latest"), "only their last values");
        unknown("on-conflict: { version: y }", staleImage, "version that erp's change had");
        unknown("on-conflict: latest", held, "without asking a rule");
    }

    private static void unknown(String rule, RecordedConflict entry, String why) {
        Verdict verdict =
                Examples.rules(Examples.config(rule, "")).judge(Examples.alone("erp", entry));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Unknown.class, it -> assertThat(it.why()).contains(why));
    }

    @Test
    void isCountedByFieldAndRule() {
        DuetConfig config = Examples.config("on-conflict: max", "");
        WhatIf whatIf =
                WhatIf.of(
                        List.of(
                                Examples.alone("erp", Examples.inErp("erp", "latest")),
                                Examples.alone("erp", Examples.inErp("crm", "latest"))),
                        Map.of("thing", Examples.rules(config)),
                        List.of());

        List<String> lines = WhatIfCommand.lines(whatIf, new Legend(config), 50);

        assertThat(lines.get(1).split(" +")).containsExactly("thing", "x", "max", "1", "1", "0");
        assertThat(lines.getLast()).contains("erp:7", "crm wrote the greater value");
        assertThat(WhatIfCommand.json(whatIf, new Legend(config)).at("/counts/0/changed").asLong())
                .isEqualTo(1);
    }
}
