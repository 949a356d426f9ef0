package dev.duet.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.schemas.config.DuetConfig;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Thousands of damaged configurations from one seed: whatever the file, the answer is a result.
class FuzzTest {
    private static final long SEED = 20_250_607;
    private static final int ROUNDS = 3_000;

    @Test
    void aDamagedFileNeverThrows() {
        var mutations = new Mutations(new Random(SEED));
        int valid = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String good = round % 2 == 0 ? Samples.FULL : Samples.SMALL;
            byte[] damaged = mutations.damage(good);

            switch (Samples.read(damaged)) {
                case ConfigResult.Valid(DuetConfig config, EffectiveConfig effective) -> {
                    valid++;
                    assertReallyValid(config, effective, damaged);
                }
                case ConfigResult.Invalid(var problems) ->
                        assertThat(problems)
                                .as("round %d", round)
                                .isNotEmpty()
                                .allSatisfy(FuzzTest::assertWellFormed);
            }
        }
        assertThat(valid).as("mutations that do no harm").isBetween(ROUNDS / 100, ROUNDS / 2);
    }

    private static void assertWellFormed(Problem problem) {
        assertThat(problem.line()).isPositive();
        assertThat(problem.column()).isPositive();
        assertThat(problem.what()).isNotBlank();
        assertThat(problem.mend()).isNotBlank();
        assertThat(problem.toString()).doesNotContain("\n", "\u001b", "Exception", "org.snakeyaml");
    }

    /// The records have checked themselves; here that what they say stands in the file.
    private static void assertReallyValid(
            DuetConfig config, EffectiveConfig effective, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        assertThat(config.postgres().name()).isNotEqualTo(config.mysql().name());
        assertThat(text).contains(config.first().name(), config.second().name());
        config.entities()
                .forEach(
                        entity -> {
                            assertThat(text).contains(entity.name());
                            entity.allFields()
                                    .forEach(field -> assertThat(field.columns()).isNotEmpty());
                        });
        assertThat(effective.values()).hasSizeGreaterThan(30);
        assertThat(effective.values())
                .extracting(EffectiveConfig.Value::path)
                .doesNotHaveDuplicates();
    }
}
