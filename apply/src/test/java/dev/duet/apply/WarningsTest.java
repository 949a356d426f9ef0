package dev.duet.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.mapping.Validation.Broken;
import dev.duet.schemas.config.Expression;
import dev.duet.schemas.config.ValidationRule;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

final class WarningsTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Warnings warnings = new Warnings(new Direction("crm", "erp", "crm"), () -> now);

    private static Warnings.Counted counted(String rule, int times) {
        var counted = new Warnings.Counted();
        ValidationRule said =
                new ValidationRule(
                        rule,
                        new Expression("a > 0", "here"),
                        "as it is",
                        new ValidationRule.Warn());
        for (int i = 0; i < times; i++) {
            counted.add("customer", List.of(new Broken(said, rule + ": as it is")));
        }
        return counted;
    }

    @Test
    void aRuleIsNamedAtOnceAndThenAtASlowPaceWithHowManyThereWere() {
        assertThat(warnings.lines(counted("a", 3)))
                .containsExactly(
                        "records went over that do not meet a rule direction=crm→erp"
                                + " entity=customer count=3 reason=a: as it is");
        assertThat(warnings.lines(counted("a", 2))).isEmpty();
        assertThat(warnings.lines(counted("b", 1))).hasSize(1);

        now = now.plus(Warnings.AGAIN);
        assertThat(warnings.lines(counted("a", 1)))
                .singleElement()
                .asString()
                .contains("count=3 reason=a");
    }

    @Test
    void nothingIsSaidOfNothing() {
        assertThat(warnings.lines(new Warnings.Counted())).isEmpty();
    }
}
