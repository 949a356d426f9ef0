package dev.duet.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

class WrongConfigTest {

    static Stream<Wrong> all() {
        return Stream.of(
                        WrongFiles.all(),
                        WrongSystems.all(),
                        WrongEntities.all(),
                        WrongRules.all(),
                        WrongForms.all(),
                        WrongParts.all(),
                        WrongDerivations.all(),
                        WrongValidations.all(),
                        WrongSettings.all())
                .flatMap(cases -> cases);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aMistakeIsReportedWithItsPlaceAndItsMend(Wrong wrong) {
        List<Problem> problems = Samples.problems(wrong.text());

        assertThat(problems)
                .anySatisfy(
                        problem -> {
                            assertThat(problem.line()).isEqualTo(wrong.line());
                            assertThat(problem.path()).isEqualTo(wrong.path());
                            assertThat(problem.toString()).contains(wrong.says());
                        });
    }

    /// One mistake may show twice (a misspelt key is a missing key too), but never more often.
    @ParameterizedTest
    @MethodSource("all")
    void aMistakeDoesNotDrownInOthers(Wrong wrong) {
        assertThat(Samples.problems(wrong.text())).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aPasswordIsNeverShown(Wrong wrong) {
        assertThat(Samples.problems(wrong.text()).toString()).doesNotContain("hunter2", "12345");
    }

    @Test
    void aProblemIsOneLine() {
        String text = Samples.SMALL.replace(", erp: account_number", "");

        assertThat(Samples.problems(text))
                .singleElement()
                .hasToString(
                        "duet.yaml:7:12  entities.customer.key.id: the field has no column for"
                            + " system 'erp'.  Mend: write id: { crm: customer_id, erp: <column>"
                            + " }.");
    }

    @Test
    void allProblemsAreReportedAtOnceAndInOrder() {
        String text =
                Samples.SMALL
                                .replace("type: postgres", "type: postgras")
                                .replace("host: db2", "host: db2, port: 99999")
                                .replace("tables: { crm: customer,", "tables: {")
                                .replace("phone: phone", "phone: 5")
                        + "settings: { heartbeat: soon, queue: { max-row: 1 } }\n";

        assertThat(Samples.problems(text))
                .extracting(Problem::line)
                .containsExactly(2, 3, 6, 10, 11, 11);
    }

    @Test
    void everyAnchorAndTagIsReportedAtOnce() {
        String text = "a: &a 1\nb: *a\nc: !x 2\n";

        assertThat(Samples.problems(text)).extracting(Problem::line).containsExactly(1, 2, 3);
    }

    @Test
    void anAliasBombDoesNotGoOff() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x]\n");
        for (int level = 1; level <= 40; level++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(level, level, level - 1, level - 1));
        }

        assertThat(Samples.problems(bomb.toString())).hasSize(1 + 40 * 3);
    }

    @Test
    void otherEncodingsAreRefusedWithTheirPlace() {
        byte[] utf16 = Samples.SMALL.getBytes(StandardCharsets.UTF_16);
        byte[] latin1 =
                Samples.SMALL
                        .replace("phone: phone", "phone: tél")
                        .getBytes(StandardCharsets.ISO_8859_1);
        byte[] truncated = "a: \u20ac".getBytes(StandardCharsets.UTF_8);

        assertThat(only(utf16).what()).contains("UTF-16");
        assertThat(only(latin1)).extracting(Problem::line, Problem::column).containsExactly(10, 15);
        assertThat(only(Arrays.copyOf(truncated, truncated.length - 1)).what())
                .contains("not UTF-8");
    }

    @Test
    void aHugeFileIsRefused() {
        assertThat(only(new byte[20 << 20]).what()).contains("larger than 8MiB");
    }

    @Test
    void aFloodOfProblemsIsCut() {
        String text = Samples.SMALL + "      f: [x]\n".repeat(1000);

        List<Problem> problems = Samples.problems(text);

        assertThat(problems).hasSize(201);
        assertThat(problems.getLast().what()).contains("more problems");
    }

    private static Problem only(byte[] content) {
        ConfigResult result = Samples.read(content);
        assertThat(result).isInstanceOf(ConfigResult.Invalid.class);
        List<Problem> problems = ((ConfigResult.Invalid) result).problems();
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }
}
