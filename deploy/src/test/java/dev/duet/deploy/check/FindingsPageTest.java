package dev.duet.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class FindingsPageTest {
    private static final Path PAGE = Path.of("docs", "findings.md");

    /// To write it anew, run this test with `-Dduet.write-docs=true`.
    @Test
    void pageIsCurrent() throws IOException {
        if (Boolean.getBoolean("duet.write-docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, FindingsPage.render());
        }
        assertThat(PAGE).hasContent(FindingsPage.render());
    }

    @Test
    void codesAreStableAndDistinct() {
        assertThat(FindingCode.all()).extracting(FindingCode::id).doesNotHaveDuplicates();
        assertThat(FindingCode.all())
                .allSatisfy(
                        code -> {
                            assertThat(code.id()).matches("(PG|MY|SC|DU)\\d{3}");
                            assertThat(code.title()).isNotBlank().doesNotEndWith(".");
                            assertThat(code.risk()).endsWith(".").doesNotContain("|");
                        });
    }
}
