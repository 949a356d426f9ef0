package dev.duet.deploy.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duet.mapping.types.TypePages;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The documentation says what the table does. To write it anew: `-Dduet.docs=write`.
final class TypePagesTest {
    private static final Path PAGE = Path.of("docs", "types.md");

    @Test
    void pageIsCurrent() throws IOException {
        String page = TypePages.markdown();
        if ("write".equals(System.getProperty("duet.docs"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).hasContent(page);
    }
}
