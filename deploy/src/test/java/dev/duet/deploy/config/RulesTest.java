package dev.duet.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.config.ConflictPolicy;
import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.NonOwner;
import dev.duet.schemas.config.OnDelete;
import dev.duet.schemas.config.RowFilter;
import dev.duet.schemas.config.UpdateVsDelete;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which rule a right file means, in every spelling and through every default.
class RulesTest {
    private static final String PHONE = "      phone: phone";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "owner: erp|owner: erp",
                "owner: \"crm\"|owner: crm",
                "owner: crm, non-owner: revert|owner: crm",
                "owner: crm, non-owner: keep|owner: crm, non-owner: keep",
                "on-conflict: latest|latest",
                "on-conflict: max|max",
                "on-conflict: min|min",
                "on-conflict: sum|sum",
                "on-conflict: review|review",
                "on-conflict: \"latest\"|latest",
                "on-conflict: { prefer: erp }|prefer: erp",
                "on-conflict: \"prefer: erp\"|prefer: erp",
                "on-conflict: 'prefer:crm'|prefer: crm",
                "on-conflict: { version: name }|version: name",
                "on-conflict: { version: phone }|version: phone",
                "on-conflict: \"version: name\"|version: name"
            })
    void aFieldSaysItsRule(String said, String rule) {
        ConflictPolicy policy = policy(field(said));

        assertThat(policy.fields().get("phone").text()).isEqualTo(rule);
        assertThat(policy.fields()).containsEntry("name", new ConflictRule.Prefer("crm"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "delete|delete",
                "update|update",
                "latest|latest",
                "review|review",
                "{ prefer: erp }|prefer: erp",
                "'prefer: erp'|prefer: erp"
            })
    void anEntitySaysWhetherADeletedRecordStays(String said, String rule) {
        ConflictPolicy policy = policy(Samples.SMALL + "    update-vs-delete: " + said + "\n");

        assertThat(policy.updateVsDelete().text()).isEqualTo(rule);
    }

    @Test
    void withoutARuleTheSystemListedFirstWins() {
        String[] lines = Samples.SMALL.split("\n");
        String first = lines[1];
        lines[1] = lines[2];
        lines[2] = first;

        ConflictPolicy policy = policy(String.join("\n", lines));

        assertThat(policy.fields().values()).containsOnly(new ConflictRule.Prefer("erp"));
        assertThat(policy.updateVsDelete()).isEqualTo(new UpdateVsDelete.Prefer("erp"));
    }

    @Test
    void theFilesRuleIsTheDefaultOfAllFields() {
        ConflictPolicy policy = policy("on-conflict: latest\n" + Samples.SMALL);

        assertThat(policy.fields().values()).containsOnly(new ConflictRule.Latest());
        assertThat(policy.updateVsDelete()).isEqualTo(new UpdateVsDelete.Prefer("crm"));
    }

    @Test
    void theEntitysRuleStandsOverTheFiles() {
        ConflictPolicy policy =
                policy("on-conflict: latest\n" + Samples.SMALL + "    on-conflict: min\n");

        assertThat(policy.fields().values()).containsOnly(new ConflictRule.Min());
    }

    @Test
    void theFieldsRuleStandsOverAll() {
        ConflictPolicy policy =
                policy("on-conflict: latest\n" + field("on-conflict: max") + "    owner: erp\n");

        assertThat(policy.fields())
                .containsEntry("phone", new ConflictRule.Max())
                .containsEntry("name", new ConflictRule.Owner("erp"));
    }

    @Test
    void anOwnerStandsOverTheEntitysRule() {
        ConflictPolicy policy = policy(field("owner: crm") + "    on-conflict: latest\n");

        assertThat(policy.fields())
                .containsEntry("phone", new ConflictRule.Owner("crm"))
                .containsEntry("name", new ConflictRule.Latest());
    }

    @Test
    void whatTheNonOwnerKeepsIsSaidByTheFieldElseByTheEntity() {
        ConflictPolicy policy =
                policy(
                        field("owner: crm, non-owner: revert")
                                + "    owner: erp\n    non-owner: keep\n");

        assertThat(policy.fields())
                .containsEntry("phone", new ConflictRule.Owner("crm"))
                .containsEntry("name", new ConflictRule.Owner("erp", NonOwner.KEEP));
    }

    @Test
    void aVersionThatNoFieldFollowsNeedNotBeThere() {
        String text =
                "on-conflict: { version: rev }\n" + Samples.SMALL + "    on-conflict: latest\n";

        assertThat(policy(text).fields().values()).containsOnly(new ConflictRule.Latest());
    }

    @Test
    void deletesArePropagatedUnlessTheFileSaysMore() {
        ConflictPolicy standard = policy(Samples.SMALL);
        ConflictPolicy both = policy(Samples.SMALL + "    deletes: review\n");
        ConflictPolicy one = policy(Samples.SMALL + "    deletes: { erp: ignore }\n");

        assertThat(standard.deletes("crm")).isEqualTo(OnDelete.PROPAGATE);
        assertThat(both.deletes()).containsOnlyKeys("crm", "erp");
        assertThat(both.deletes().values()).containsOnly(OnDelete.REVIEW);
        assertThat(one.deletes("crm")).isEqualTo(OnDelete.PROPAGATE);
        assertThat(one.deletes("erp")).isEqualTo(OnDelete.IGNORE);
    }

    @Test
    void whatLeavesIsDeletedLikeAnyOtherUnlessTheFileSaysMore() {
        String rows = Samples.SMALL + "    rows: { phone: a }\n";
        ConflictPolicy standard = policy(rows + "    deletes: { erp: review }\n");
        ConflictPolicy said = policy(rows + "    leaving: { erp: ignore }\n");
        ConflictPolicy against = policy(rows + "    deletes: ignore\n    leaving: propagate\n");

        assertThat(standard.leaving("crm")).isEqualTo(OnDelete.PROPAGATE);
        assertThat(standard.leaving("erp")).isEqualTo(OnDelete.REVIEW);
        assertThat(said.leaving("erp")).isEqualTo(OnDelete.IGNORE);
        assertThat(said.deletes("erp")).isEqualTo(OnDelete.PROPAGATE);
        assertThat(said.keepsAlone("erp")).isTrue();
        assertThat(said.keepsAlone("crm")).isFalse();
        assertThat(against.leaving("crm")).isEqualTo(OnDelete.PROPAGATE);
    }

    @Test
    void oneSystemMaySendSomeRecordsOnly() {
        String sends = Samples.SMALL + "    sends: { erp: { phone: [a, ~] } }\n";
        ConfigResult.Valid read = Samples.valid(sends);

        assertThat(read.config().entities().getFirst().sends())
                .isEqualTo(
                        Map.of(
                                "erp",
                                new RowFilter(
                                        Map.of(
                                                "phone",
                                                new RowFilter.Values(List.of("a"), true)))));
        assertThat(read.effective().lines())
                .anyMatch(it -> it.matches("entities.customer.sends.erp.phone += a, null .*"));
        assertThat(policy(sends + "    leaving: { crm: ignore }\n").leaving("crm"))
                .isEqualTo(OnDelete.IGNORE);
    }

    @Test
    void eachSystemMaySendByItsOwnCondition() {
        String sends =
                Samples.SMALL + "    sends: { erp: { phone: [b] }, crm: { phone: { max: m } } }\n";

        Map<String, RowFilter> read = Samples.valid(sends).config().entities().getFirst().sends();
        assertThat(read.keySet()).containsExactly("erp", "crm");
        assertThat(read.get("erp"))
                .isEqualTo(
                        new RowFilter(Map.of("phone", new RowFilter.Values(List.of("b"), false))));
        assertThat(read.get("crm")).isNotEqualTo(read.get("erp"));
        assertThat(policy(sends + "    leaving: { crm: ignore }\n").leaving("erp"))
                .isEqualTo(OnDelete.PROPAGATE);
    }

    @Test
    void whatIsWrongWithRowsAndValidationIsSaidBesideWrongRules() {
        String text =
                field("on-conflict: newest")
                        + "    update-vs-delete: perhaps\n"
                        + "    deletes: never\n"
                        + "    rows: { colour: [red] }\n"
                        + "    validate:\n"
                        + "      - { required: [phone, colour] }\n"
                        + "      - { rule: \"name >\" }\n";

        assertThat(Samples.problems(text))
                .extracting(Problem::path)
                .containsExactly(
                        "entities.customer.fields.phone.on-conflict",
                        "entities.customer.update-vs-delete",
                        "entities.customer.deletes",
                        "entities.customer.rows.colour",
                        "entities.customer.validate[0].required",
                        "entities.customer.validate[1].rule");
    }

    @Test
    void theEffectiveConfigSaysForEachFieldWhichRuleHoldsAndSinceWhichLine() {
        List<String> standard = Samples.valid(Samples.SMALL).effective().lines();
        List<String> given =
                Samples.valid(
                                "on-conflict: latest\n"
                                        + field("owner: erp")
                                        + "    update-vs-delete: update\n"
                                        + "    on-trigger: carry-back\n")
                        .effective()
                        .lines();

        assertLines(
                standard,
                "on-conflict = prefer: crm (default)",
                "entities.customer.fields.name.on-conflict = prefer: crm (default)",
                "entities.customer.update-vs-delete = prefer: crm (default)",
                "entities.customer.on-trigger = notice (default)",
                "entities.customer.deletes = propagate (default)");
        assertLines(
                given,
                "on-conflict = latest (duet.yaml:1)",
                "entities.customer.fields.name.on-conflict = latest (duet.yaml:1)",
                "entities.customer.fields.phone.owner = erp (duet.yaml:11)",
                "entities.customer.update-vs-delete = update (duet.yaml:12)",
                "entities.customer.on-trigger = carry-back (duet.yaml:13)");
    }

    /// What `docs/conflicts.md` shows is what the reader takes.
    @Test
    void theRulesOfThePageAreRead() throws IOException {
        String page = Files.readString(Path.of("docs", "conflicts.md"));
        String systems = Samples.SMALL.substring(0, Samples.SMALL.indexOf("entities:"));
        Matcher example = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(page);
        assertThat(example.find()).isTrue();
        assertThat(Samples.problems(systems + example.group(1))).isEmpty();

        Matcher rule =
                Pattern.compile("\\| `((owner|on-conflict|update-vs-delete): [^`]+)`")
                        .matcher(page);
        int read = 0;
        while (rule.find()) {
            String said = rule.group(1).replace("version: y", "version: phone");
            boolean ofField = !rule.group(2).equals("update-vs-delete");
            String text = ofField ? field(said) : Samples.SMALL + "    " + said + "\n";
            assertThat(Samples.problems(text)).as(said).isEmpty();
            read++;
        }
        assertThat(read).isGreaterThan(20);
    }

    private static void assertLines(List<String> lines, String... expected) {
        List<String> narrow =
                lines.stream()
                        .map(line -> Pattern.compile(" +").matcher(line).replaceAll(" "))
                        .toList();
        assertThat(narrow).containsAll(Arrays.asList(expected));
    }

    private static String field(String rule) {
        return Samples.SMALL.replace(
                PHONE, "      phone: { crm: phone, erp: phone, " + rule + " }");
    }

    private static ConflictPolicy policy(String text) {
        return Samples.valid(text).config().entity("customer").conflicts();
    }
}
